// Draws a JSON file with vis-timeline; prints the items as it holds them, days in local time.
import { readFileSync } from "node:fs";
import { window } from "./dom.mjs";
import { DataSet, Timeline } from "vis-timeline/standalone/esm/vis-timeline-graph2d.mjs";

const { items, groups } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const container = window.document.body.appendChild(window.document.createElement("div"));
const timeline = new Timeline(container, new DataSet(items), new DataSet(groups), {});
const pad = (number) => String(number).padStart(2, "0");
const local = (date) => date && `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
const drawn = Object.values(timeline.itemSet.items).map((item) => ({
  id: item.id, kind: item.constructor.name, start: local(item.data.start), end: local(item.data.end),
  group: item.data.group, classes: item.data.className.split(" "),
}));
process.stdout.write(JSON.stringify({ drawn, groups: timeline.groupsData.getIds() }));
process.exit(0);
