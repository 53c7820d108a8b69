package org.strongroom.server.notification;

import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.secret.Vault;
import tools.jackson.databind.json.JsonMapper;

/** Who is told, and how to reach them. */
sealed interface Target {
  /** How secrets are bound to where they belong. */
  String PURPOSE = "notification target ";

  String MAIL = "Mail";
  String WEB_HOOK = "WebHook";

  /**
   * Somebody with an address for mail.
   *
   * @param security StartTls, Tls or None
   * @param username null if nobody logs in
   */
  record Mail(
      String host,
      int port,
      String security,
      @Nullable String username,
      @Nullable String password,
      String sender,
      List<String> recipients)
      implements Target {
    /** Without the password. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * Somebody with a url.
   *
   * @param key of the signature; null for none
   */
  record WebHook(String url, @Nullable String key) implements Target {
    /** Without what may be secret. */
    @Override
    public String toString() {
      return Addresses.shown(url);
    }
  }

  /** Opens what is kept of one. */
  static Target of(Record row, Vault vault) {
    Map<String, String> secrets = secrets(row, vault);
    if (row.get(NOTIFICATION_TARGET.TYPE).equals(WEB_HOOK)) {
      return new WebHook(Objects.requireNonNull(secrets.get("url")), secrets.get("key"));
    }
    return new Mail(
        row.get(NOTIFICATION_TARGET.HOST),
        row.get(NOTIFICATION_TARGET.PORT),
        row.get(NOTIFICATION_TARGET.SECURITY),
        row.get(NOTIFICATION_TARGET.USERNAME),
        secrets.get("password"),
        row.get(NOTIFICATION_TARGET.SENDER),
        List.of(row.get(NOTIFICATION_TARGET.RECIPIENTS).split(",")));
  }

  /** The secrets of a row by their names. */
  @SuppressWarnings("unchecked") // what seal has written
  static Map<String, String> secrets(Record row, Vault vault) {
    String uuid = row.get(NOTIFICATION_TARGET.UUID);
    return JsonMapper.shared()
        .readValue(vault.decrypt(row.get(NOTIFICATION_TARGET.SECRETS), PURPOSE + uuid), Map.class);
  }

  /** As they are kept. */
  static String seal(String uuid, Map<String, String> secrets, Vault vault) {
    return vault.encrypt(JsonMapper.shared().writeValueAsString(secrets), PURPOSE + uuid);
  }
}
