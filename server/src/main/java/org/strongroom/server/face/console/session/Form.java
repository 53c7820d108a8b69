package org.strongroom.server.face.console.session;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.server.face.BadRequestException;
import org.strongroom.server.face.FormText;

/** What a form sent, by the names of its fields. */
public final class Form {
  private static final int MOST_FIELDS = 2000;

  /** The field that carries the session's token. */
  public static final String TOKEN = "token";

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /**
   * Reads a form, {@code application/x-www-form-urlencoded}.
   *
   * @throws BadRequestException if it is not UTF-8, or an escape is broken
   */
  public static Form read(byte[] body) {
    Form form = new Form();
    String text =
        new String(body, StandardCharsets.ISO_8859_1); // octets, until it is known what of
    if (!text.isEmpty()) {
      for (String pair : text.split("&", MOST_FIELDS)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        form.values.computeIfAbsent(decoded(name), n -> new ArrayList<>()).add(decoded(value));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return FormText.decoded(text);
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw new BadRequestException(
          "the form is not UTF-8, or has a % that is not followed by two hexadecimal digits");
    }
  }

  public Optional<String> first(String name) {
    return values.getOrDefault(name, List.of()).stream().findFirst();
  }

  public String text(String name) {
    return first(name).orElse("");
  }

  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }
}
