/** Cause and remedy of each kind of failure, one plain sentence each, for the people who run the receiver. */
import type { FailureCategory } from './failure-category.ts';

export interface FailureText {
  readonly cause: string;
  readonly remedy: string;
}

export const failureTexts: Readonly<Record<FailureCategory, FailureText>> = {
  DNS_NOT_FOUND: {
    cause: 'DNS knows no address for the host name.',
    remedy: 'Correct the host in the URL of the webhook, or add the missing DNS record.',
  },
  DNS_NO_ANSWER: {
    cause: "The host name's DNS servers did not answer.",
    remedy: 'Check that the name servers of the domain are reachable from the internet.',
  },
  DNS_SERVER_ERROR: {
    cause: "The host name's DNS servers answered with an error.",
    remedy: 'Ask whoever runs the DNS of the domain; broken DNSSEC is a frequent reason.',
  },
  CONNECTION_REFUSED: {
    cause: 'Nothing listens on that port.',
    remedy: 'Start the receiver, or correct the port in the URL.',
  },
  HOST_UNREACHABLE: {
    cause: 'There is no route to the receiver.',
    remedy: 'Check that the host is up and that its network lets connections from outside in.',
  },
  CONNECTION_LOST: {
    cause: 'The receiver, or something before it, closed the connection before its answer was complete.',
    remedy: 'Look into the logs of the receiver and its proxies for a crash, a restart or an idle limit.',
  },
  CERTIFICATE_EXPIRED: {
    cause: "The receiver's certificate has expired.",
    remedy: 'Renew the certificate and have the server load it.',
  },
  CERTIFICATE_SELF_SIGNED: {
    cause: "The receiver's certificate is self-signed.",
    remedy: 'Use a certificate of a public authority, or have the operator trust yours.',
  },
  CERTIFICATE_UNTRUSTED: {
    cause:
      "The authority that issued the receiver's certificate is not known, or an intermediate certificate is missing.",
    remedy: 'Have the server send the whole chain; for an authority of your own ask the operator to trust it.',
  },
  CERTIFICATE_NAME_MISMATCH: {
    cause: "The receiver's certificate is for another host name.",
    remedy: 'Use a host name in the URL that the certificate names, or have one issued for this host.',
  },
  CERTIFICATE_INVALID: {
    cause: "The receiver's certificate is not valid.",
    remedy: "Read the attempt's error message for what is wrong with it, and have it issued anew.",
  },
  TLS_HANDSHAKE: {
    cause: 'The receiver and Dockhook could not agree on a secure connection.',
    remedy: 'Offer TLS 1.2 or newer on that port, and ask for no client certificate.',
  },
  TIMEOUT_DNS: {
    cause: 'The host name did not resolve within the time limit.',
    remedy: 'Check that the name servers of the domain answer quickly.',
  },
  TIMEOUT_CONNECT: {
    cause: 'The receiver did not accept the connection within the time limit.',
    remedy: 'Check firewalls between the internet and the receiver: they often drop instead of refusing.',
  },
  TIMEOUT_TLS: {
    cause: 'The receiver did not finish the TLS handshake within the time limit.',
    remedy: 'Check whether the server is overloaded, and whether that port speaks TLS at all.',
  },
  TIMEOUT_ANSWER: {
    cause: 'The receiver took the request and did not answer within the time limit.',
    remedy: 'Answer at once and work afterwards, or raise the timeout of the webhook to 30 seconds.',
  },
  TIMEOUT_BODY: {
    cause: 'The receiver began to answer and did not finish within the time limit.',
    remedy: 'Answer with a short body or none: nothing in it is used.',
  },
  BLOCKED_ADDRESS: {
    cause: 'The host is, or resolves to, an address that webhooks may not reach.',
    remedy: 'Use a public address; for a receiver in the own network ask the operator to allow it.',
  },
  REDIRECT: {
    cause: 'The receiver redirects to another place, and redirects are never followed.',
    remedy: 'Set the URL of the webhook to the final place.',
  },
  UNAUTHORIZED: {
    cause: 'The receiver did not accept the credentials of the request.',
    remedy: 'Check the custom headers of the webhook, and which signing secret the receiver verifies with.',
  },
  NOT_FOUND: {
    cause: 'The receiver has nothing at this path.',
    remedy: 'Correct the path in the URL of the webhook, or deploy what should answer there.',
  },
  GONE: {
    cause: 'The receiver says that it is gone for good, which disables a webhook that still has this URL.',
    remedy: 'Delete the webhook, or give it another URL, activate it and replay what it missed.',
  },
  PAYLOAD_TOO_LARGE: {
    cause: 'The payload is larger than the receiver accepts.',
    remedy: 'Raise the body limit of the receiver and its proxies to 1 MiB.',
  },
  TOO_MANY_REQUESTS: {
    cause: 'The receiver gets more requests than it allows.',
    remedy: 'Set the throttle of the webhook to a rate that the receiver allows.',
  },
  CLIENT_ERROR: {
    cause: 'The receiver refused the request.',
    remedy: "Read the response body of the attempt for the reason, and correct the receiver's check or the webhook.",
  },
  SERVER_ERROR: {
    cause: 'The receiver, or a proxy before it, failed.',
    remedy: 'Look into its logs at the time of the attempt; what failed can be replayed when it is mended.',
  },
  UNUSUAL_STATUS: {
    cause: 'The receiver answered with a status that means neither success nor a known failure.',
    remedy: 'Have the receiver answer with 200 or 204 when it has the event.',
  },
  RESPONSE_TOO_LARGE: {
    cause: 'The answer of the receiver is larger than the limits allow.',
    remedy: 'Answer with a short body and few headers: nothing in them is used.',
  },
  PROTOCOL_ERROR: {
    cause: 'The answer of the receiver is not valid HTTP/1.1.',
    remedy: 'Check that the URL points to an HTTP server, and what a proxy between makes of its answers.',
  },
  ABORTED: {
    cause: 'Dockhook itself stopped while this attempt was in flight.',
    remedy: 'Nothing: it is repeated, and does not count against the retry policy.',
  },
};
