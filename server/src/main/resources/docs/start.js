SwaggerUIBundle({
  url: "/zstack/v1/openapi.json",
  dom_id: "#operations",
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
});
