/** What a credential lets its bearer do. */

export const roles = ['ADMINISTRATOR', 'VIEWER', 'PUBLISHER'] as const;

/** ADMINISTRATOR manages and publishes; VIEWER reads; PUBLISHER publishes and sees no webhook. */
export type Role = (typeof roles)[number];

export const isRole = (text: string): text is Role => roles.some((role) => role === text);
