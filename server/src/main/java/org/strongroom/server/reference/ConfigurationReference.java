package org.strongroom.server.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.strongroom.server.configuration.Key;

/** {@code docs/configuration.md}: what a server is told at its start. */
final class ConfigurationReference {
  String text() {
    return new Markdown()
        .heading(1, "Configuration")
        .paragraph(
            "Written from the declarations by `"
                + ReferenceWriter.class.getName()
                + "`; do not edit.")
        .paragraph(
            "The server reads `strongroom.properties` in its working directory, or the file that `STRONGROOM_CONFIG` names. Every key can be overridden by its environment variable. An unknown key in the file stops the start and names the most similar one; so does a value that cannot be taken. Changes are read at the next start; what can change while the server runs is [global configuration](reference.md#global-configuration).")
        .paragraph(
            "Times are numbers with `ms`, `s`, `m` or `h`; sizes are bytes, or numbers with `k`, `m` or `g`. Paths are relative to the working directory.")
        .table(
            List.of("key", "environment", "default", "meaning"),
            Arrays.stream(Key.values())
                .map(key ->
                    Markdown.cells(
                        "`" + key.key() + "`",
                        "`" + key.environmentVariable() + "`",
                        key.defaultValue().isEmpty() ? "" : "`" + key.defaultValue() + "`",
                        key.description()))
                .toList())
        .heading(2, "Example")
        .paragraph(
            "A `strongroom.properties` that changes nothing: every key with its default, as a comment.")
        .code(
            Arrays.stream(Key.values())
                .map(key -> "# " + key.description() + "\n#" + key.key() + "=" + key.defaultValue())
                .collect(Collectors.joining("\n\n")))
        .toString();
  }
}
