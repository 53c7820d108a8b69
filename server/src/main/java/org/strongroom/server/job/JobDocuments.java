package org.strongroom.server.job;

import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.secret.Vault;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests, memories and outcomes of jobs as they are kept in the database: JSON, encrypted where
 * secrets can be inside.
 */
final class JobDocuments {
  private static final String PURPOSE = "job";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final Vault vault;

  JobDocuments(Vault vault) {
    this.vault = vault;
  }

  String sealedRequest(Record request) {
    return vault.encrypt(JSON.writeValueAsString(request), PURPOSE);
  }

  <Q> Q request(String sealed, Class<Q> type) {
    return JSON.readValue(vault.decrypt(sealed, PURPOSE), type);
  }

  String sealedMemory(Map<String, String> memory) {
    return vault.encrypt(JSON.writeValueAsString(memory), PURPOSE);
  }

  Map<String, String> memory(String sealed) {
    return JSON.readValue(vault.decrypt(sealed, PURPOSE), new TypeReference<>() {});
  }

  String caller(Caller caller) {
    return JSON.writeValueAsString(caller);
  }

  Caller caller(String text) {
    return JSON.readValue(text, Caller.class);
  }

  String outcome(Object replyOrError) {
    return JSON.writeValueAsString(replyOrError);
  }

  Object reply(String outcome, java.lang.reflect.Type type) {
    return JSON.readValue(outcome, JSON.getTypeFactory().constructType(type));
  }

  ApiError error(String outcome) {
    return JSON.readValue(outcome, ApiError.class);
  }
}
