// Reads a CSV file as TimelineJS does; prints the events that it would show and its complaints.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { window } from "./dom.mjs";

register("./bundler.mjs", import.meta.url);
const { makeConfig } = await import("@knight-lab/timelinejs/src/js/core/ConfigFactory.js");

console.log = console.error;
const text = readFileSync(process.argv[2], "utf-8");
window.fetch = async () => ({ status: 200, text: async () => text });
await makeConfig("https://localhost/timeline.csv", (config) => {
  const date = (day) => day && { ...day.data };
  const events = config.events.map((event) => ({
    start: date(event.start_date), end: date(event.end_date), shown: event.display_date,
    headline: event.text.headline, text: event.text.text, group: event.group,
  }));
  process.stdout.write(JSON.stringify({ events, errors: config.getErrors() }));
});
process.exit(0);
