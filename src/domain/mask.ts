/** What stands in place of what is not for everybody: secrets, sensitive headers, personal data. */
export const MASK = '********';
