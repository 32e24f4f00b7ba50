/** The page of failures: every category with its cause and remedy, from the code that gives them. */
import { failureCategories } from '../../domain/failure-category.ts';
import { failureTexts } from '../../domain/failure-texts.ts';

export const renderFailuresPage = (): string => `# Why an attempt failed

<!-- Generated from src/domain/failure-texts.ts by \`npm run generate\`. -->

Every failed attempt has \`failure { category cause remedy }\`. The names are stable. Whether an attempt is repeated
depends on the webhook's retry policy, not on the category; a 410 alone ends a delivery at once.
What is Dockhook's own fault, such as a network that is down or a route that was lost, costs no attempt and is not in this list.

| Category | Cause | Remedy |
| --- | --- | --- |
${failureCategories.map((category) => `| \`${category}\` | ${failureTexts[category].cause} | ${failureTexts[category].remedy} |`).join('\n')}
`;
