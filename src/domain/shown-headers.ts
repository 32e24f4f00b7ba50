/**
 * Which headers of requests and answers may be seen: nobody is shown what a webhook's own headers let in with, and who
 * only looks on sees those of answers alone that neither let in nor name anybody.
 */

/** Whether a header of this name is there to let somebody in, as far as its name tells. */
export const carriesSecret = (name: string): boolean => secretNames.test(name);

/** Whether a webhook's header is kept encrypted and never shown: marked as sensitive, or of a name that says so itself. */
export const isWriteOnly = ({ name, isSensitive }: { readonly name: string; readonly isSensitive: boolean }): boolean =>
  isSensitive || carriesSecret(name);

const secretNames =
  /auth|token|secret|passw|credential|cookie|session|jwt|csrf|xsrf|api[-_]?key|access[-_]?key|private[-_]?key|subscription-key|functions-key|^key$/i;

/**
 * Whether an answer's header is about the answer itself. What else a receiver says may repeat what it was sent: the
 * names and addresses of people.
 */
export const isTechnical = (name: string): boolean => technicalNames.test(name);

const technicalNames =
  /^(age|allow|alt-svc|cache-control|cf-ray|connection|content-(encoding|language|length|type)|date|etag|expires|keep-alive|last-modified|pragma|retry-after|server|strict-transport-security|traceparent|transfer-encoding|vary|via|x-cache|x-content-type-options|x-powered-by|((x-)?(request|correlation|trace)-id)|x-amzn-requestid|x-amzn-trace-id|(x-)?ratelimit-[a-z-]+)$/i;
