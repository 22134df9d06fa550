// A typed client of dateline: calls as promises, lists and streams as async generators.

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import * as grpc from "@grpc/grpc-js";
import { loadSync, type MessageTypeDefinition } from "@grpc/proto-loader";

import type { Document, Document__Output } from "./generated/dateline/v1/Document.js";
import type { Event__Output } from "./generated/dateline/v1/Event.js";
import type { EventFilter } from "./generated/dateline/v1/EventFilter.js";
import type { IngestDocumentsResponse__Output } from "./generated/dateline/v1/IngestDocumentsResponse.js";
import type { ListEventsResponse__Output } from "./generated/dateline/v1/ListEventsResponse.js";
import type { ErrorInfo, ErrorInfo__Output } from "./generated/google/rpc/ErrorInfo.js";
import type { Status, Status__Output } from "./generated/google/rpc/Status.js";
import type { ProtoGrpcType as Ingestion } from "./generated/ingestion_service.js";
import type { ProtoGrpcType as Questions } from "./generated/timeline_service.js";

const protos = fileURLToPath(new URL("../../../proto", import.meta.url));
const googleapis = dirname(createRequire(import.meta.url).resolve("google-proto-files/package.json"));
const definition = loadSync(
  [
    "dateline/v1/ingestion_service.proto", "dateline/v1/timeline_service.proto",
    "google/rpc/status.proto", "google/rpc/error_details.proto",
  ],
  { longs: Number, enums: String, defaults: true, arrays: true, oneofs: true, includeDirs: [protos, googleapis] },
);
const { dateline } = grpc.loadPackageDefinition(definition) as unknown as Ingestion & Questions;
const statusType = definition["google.rpc.Status"] as MessageTypeDefinition<Status, Status__Output>;
const infoType = definition["google.rpc.ErrorInfo"] as MessageTypeDefinition<ErrorInfo, ErrorInfo__Output>;

/** What the service refused, or that it did not answer; `reason` is a value of ErrorReason. */
export class DatelineError extends Error {
  constructor(
    message: string,
    readonly code: grpc.status,
    readonly reason = "",
    readonly metadata: Record<string, string> = {},
  ) {
    super(message);
  }
}

export interface Outcome {
  documentId: string;
  document?: Document__Output | null;
  error?: DatelineError;
}

export class Timeline {
  private readonly ingestion;
  private readonly questions;
  private readonly metadata = new grpc.Metadata();

  constructor(address: string, options: { token?: string; credentials?: grpc.ChannelCredentials } = {}) {
    const credentials = options.credentials ?? grpc.credentials.createInsecure();
    if (options.token) this.metadata.set("authorization", `Bearer ${options.token}`);
    this.ingestion = new dateline.v1.IngestionService(address, credentials);
    this.questions = new dateline.v1.TimelineService(address, credentials);
  }

  /** Stores an article and what it tells of; the same article again changes nothing. */
  createDocument(document: Document, documentId = ""): Promise<Document__Output> {
    return answer((done) => this.ingestion.createDocument({ document, documentId }, this.metadata, done));
  }

  /** Stores many articles; each one's outcome comes when it is safely on disk, in any order. */
  async *ingest(documents: Iterable<Document>): AsyncGenerator<Outcome> {
    const stream = this.ingestion.ingestDocuments(this.metadata);
    let requestNumber = 0;
    for (const document of documents) stream.write({ document, requestNumber: requestNumber++ });
    stream.end();
    for await (const response of received<IngestDocumentsResponse__Output>(stream)) {
      const { documentId, document, error } = response;
      yield { documentId, document, error: error ? errorOf(error) : undefined };
    }
  }

  /** Events in time order; pages are fetched as they are needed. */
  async *events(filter: EventFilter = {}, orderBy = "time"): AsyncGenerator<Event__Output> {
    for (let pageToken = ""; ; ) {
      const request = { filter, orderBy, pageToken, pageSize: 200 };
      const page: ListEventsResponse__Output = await answer((done) =>
        this.questions.listEvents(request, this.metadata, done),
      );
      yield* page.events;
      pageToken = page.nextPageToken;
      if (!pageToken) return;
    }
  }

  close(): void {
    this.ingestion.close();
    this.questions.close();
  }
}

function answer<T>(call: (done: grpc.requestCallback<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error ? reject(errorOfCall(error)) : resolve(response as T)));
  });
}

async function* received<T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* stream;
  } catch (error) {
    throw errorOfCall(error as grpc.ServiceError);
  }
}

function errorOfCall(error: grpc.ServiceError): DatelineError {
  const [details] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (details instanceof Buffer) return errorOf(statusType.deserialize(details));
  return new DatelineError(error.details, error.code);
}

/** An error as the service says it: a reason and its details for programs, words for people. */
function errorOf(status: Status__Output): DatelineError {
  const detail = status.details.find((any) => any.type_url.endsWith("/google.rpc.ErrorInfo"));
  const info = detail && infoType.deserialize(detail.value as Buffer);
  return new DatelineError(status.message, status.code, info?.reason, info?.metadata);
}
