/** An entity's columns for statements that are written by hand, so that a new one is not forgotten there. */

interface Entity {
  readonly properties: object;
}

const columnOf = (property: string): string => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `d.created_at, d.…` */
export const columnsOf = (entity: Entity, alias: string): string =>
  Object.keys(entity.properties)
    .map((property) => `${alias}.${columnOf(property)}`)
    .join(', ');

/**
 * `d.created_at as "createdAt", …`: rows come as the entity has them.
 * @param casts by property, e.g. `{ keyHashes: 'float8[]' }`
 */
export const selectList = (entity: Entity, alias: string, casts: Readonly<Record<string, string>> = {}): string =>
  Object.keys(entity.properties)
    .map((property) => {
      const cast = casts[property] === undefined ? '' : `::${casts[property]}`;
      return `${alias}.${columnOf(property)}${cast} as "${property}"`;
    })
    .join(', ');
