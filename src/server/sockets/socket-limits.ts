/** How much sockets may take, of one process. */

/** Open sockets, whoever has them. */
export const SOCKET_LIMIT = 2_000;
/** Of those, sockets that have not shown a key yet; one more, and the oldest of them is cut. */
export const UNKNOWN_SOCKET_LIMIT = 200;
export const SOCKETS_PER_KEY = 20;
export const OPERATIONS_PER_SOCKET = 20;
/** Messages and pings of one socket: so many at once, then so many a second. */
export const MESSAGE_BURST = 100;
export const MESSAGES_PER_SECOND = 50;
/** What may wait for a client that does not read, in bytes; beyond it the socket is cut. */
export const UNREAD_LIMIT_BYTES = 16 * 1024 * 1024;
/** A subscription waits for its client when so much is unread already. */
export const UNREAD_PAUSE_BYTES = 256 * 1024;
/** Time in which a client must show its key. */
export const INIT_WAIT_MS = 3_000;
/** A ping every so often; without an answer until the next one the peer is dead. */
export const HEARTBEAT_MS = 15_000;
/** Characters of an operation's id. */
export const OPERATION_ID_LIMIT = 200;
