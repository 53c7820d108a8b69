package org.strongroom.cli.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The contexts of this user, and which of them is in use. */
public final class Contexts {
  private static final String CURRENT = "current";
  private static final String ALL = "contexts";

  private final PrivateJson file;

  /**
   * @param directory the tool's configuration directory
   */
  public Contexts(Path directory) {
    file = new PrivateJson(directory, "contexts");
  }

  /** All, by name. */
  public List<Context> all() {
    return file.read().path(ALL).properties().stream()
        .map(entry -> context(entry.getKey(), entry.getValue()))
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .toList();
  }

  public Optional<Context> find(String name) {
    return all().stream().filter(context -> context.name().equals(name)).findFirst();
  }

  /** The name of the context in use, which may be gone; empty if none is. */
  public Optional<String> current() {
    return Optional.of(file.read().path(CURRENT).asString("")).filter(name -> !name.isEmpty());
  }

  /** Keeps a context. The first one is in use from then on. */
  public void add(Context context) {
    file.change(kept -> {
      ObjectNode all = kept.path(ALL) instanceof ObjectNode there ? there : kept.putObject(ALL);
      if (all.isEmpty()) {
        kept.put(CURRENT, context.name());
      }
      ObjectNode added = all.putObject(context.name()).put("url", context.url());
      context.caCert().ifPresent(path -> added.put("caCert", path));
    });
  }

  public void use(String name) {
    file.change(kept -> kept.put(CURRENT, name));
  }

  /** Forgets a context; if it was in use, none is. */
  public void remove(String name) {
    file.change(kept -> {
      if (kept.path(ALL) instanceof ObjectNode all) {
        all.remove(name);
      }
      if (kept.path(CURRENT).asString("").equals(name)) {
        kept.remove(CURRENT);
      }
    });
  }

  private static Context context(String name, JsonNode kept) {
    return new Context(
        name,
        kept.path("url").asString(""),
        Optional.of(kept.path("caCert").asString("")).filter(path -> !path.isEmpty()));
  }
}
