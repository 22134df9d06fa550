// TimelineJS's sources are written for a bundler, which completes their imports.
export function resolve(name, context, next) {
  const bare = name.startsWith(".") && !name.endsWith(".js") && context.parentURL?.includes("/timelinejs/src/");
  return next(bare ? `${name}.js` : name, context);
}

export function load(url, context, next) {
  return next(url, url.includes("/timelinejs/src/") ? { ...context, format: "module" } : context);
}
