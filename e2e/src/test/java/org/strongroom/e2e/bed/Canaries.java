package org.strongroom.e2e.bed;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.e2e.material.Uuids;

/** Secrets that nobody may see again, in all the forms in which they could be seen. */
public final class Canaries {
  private static final int TELLING = 12;

  private final Map<String, List<String>> forms = new LinkedHashMap<>();

  /** A new secret with characters that are written differently in urls and JSON. */
  public String hatch(String name) {
    return hatch(name, "Canary %s p\"w/%s@&".formatted(name, Uuids.random()));
  }

  /** A new secret that can stand in a url as it is. */
  public String hatchPlain(String name) {
    return hatch(name, "canary-%s-%s".formatted(name, Uuids.random()));
  }

  /** A secret that exists already. */
  public String hatch(String name, String secret) {
    List<String> seen = new ArrayList<>();
    seen.add(secret);
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    seen.add(encoded);
    seen.add(encoded.replace("+", "%20"));
    seen.add(secret.replace("\"", "\\\""));
    // Base64 of any three alignments shares its middle with these.
    for (int shift = 0; shift < 3; shift++) {
      byte[] bytes = (" ".repeat(shift) + secret).getBytes(StandardCharsets.UTF_8);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
      seen.add(base64.substring(4, base64.length() - 4));
    }
    seen.removeIf(form -> form.length() < TELLING);
    forms.put(name, seen);
    return secret;
  }

  /** The names of the secrets that a text gives away. */
  public List<String> seenIn(String text) {
    return forms.entrySet().stream()
        .filter(canary -> canary.getValue().stream().anyMatch(text::contains))
        .map(Map.Entry::getKey)
        .toList();
  }
}
