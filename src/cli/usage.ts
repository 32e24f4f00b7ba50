export const usage = `Usage: npm run cli -- <command>

  serve                       runs the service, as npm start does
  migrate                     brings the database of DATABASE_URL to the present version
  keys create --tenant <id> --role ADMINISTRATOR|VIEWER|PUBLISHER
              [--company <id>] [--fulfillment-center <id>] [--name <text>] [--personal-data]
              [--event-types <patterns>] [--expires <instant>]
                              makes an API key and prints it, this once
  keys list [--tenant <id>]   shows the API keys, newest first, without the secret part
  keys rotate <key id> [--overlap-minutes <number>]
                              prints a new token; the old one works for an hour more, or as long as told
  keys revoke <key id>        ends a key now, be it a tenant's last administrator's
  personal-data erase --tenant <id> --business-key <value> [--key-name <field>] [--dry-run]
                              forgets what was said about an order; with --key-name only where that field has the value
                              (salesOrderId, workControlNumber), with --dry-run it only says which events and by what
  personal-data retention --tenant <id> [--payload-days <n>|default] [--record-days <n>|default]
                              shows or changes how long a tenant's payloads and records are kept
  secrets reencrypt [--dry-run]
                              brings everything encrypted under the newest key of SECRET_KEYS, and tells which older
                              keys are still needed; with --dry-run it only tells (SECURITY.md)
  doctor                      looks for what is wrong with this installation

They take the same environment variables as the service (docs/configuration.md). Without DATABASE_URL they use the
embedded database in DATA_DIR, whether the service is running or not; only the service makes one where there is none.
They say on standard error which database they use.`;
