// node dist/main.js HOST:PORT: stores two articles and prints what they tell of, in time order.

import { DatelineError, Timeline } from "./timeline.js";

const articles = [
  { text: "欧盟2014年7月3日宣布新规。日本首相2014年7月5日访问布鲁塞尔。", publicationDate: { year: 2014, month: 7, day: 6 } },
  { text: "Nvidia launched a chip on March 18, 2014.", languageCode: "en" },
  { text: "Sans intérêt.", languageCode: "fr" },
];

const timeline = new Timeline(process.argv[2] ?? "localhost:50051", { token: process.env.DATELINE_TOKEN });
try {
  for await (const { documentId, document, error } of timeline.ingest(articles)) {
    console.log(error ? `refused: ${error.reason}` : `stored ${documentId}: ${document?.eventMentionCount} mentions`);
  }
  for await (const event of timeline.events({ startDate: { year: 2014 }, endDate: { year: 2015 } })) {
    console.log(event.time?.edtf, event.eventType, event.participants.map((actor) => actor.displayName).join(", "));
  }
  for await (const event of timeline.events({ eventTypes: ["meeting"] })) console.log(event.name);
} catch (error) {
  if (!(error instanceof DatelineError)) throw error;
  console.log(`${error.reason}: ${error.message}`);
} finally {
  timeline.close();
}
