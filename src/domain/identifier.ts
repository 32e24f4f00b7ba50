/** What tenants, companies and fulfillment centers are called: as in the payloads, which have them as texts of up to 50 characters. */

const RULE = /^[^\p{Cc}\p{Cs}]{1,50}$/u;

export const isIdentifier = (text: string): boolean => RULE.test(text) && text.trim() !== '';

/** What is said of one that is not: `companyId must have …`. */
export const IDENTIFIER_RULE = 'must have 1 to 50 characters, not all of them blanks and none a control character';
