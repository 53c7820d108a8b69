package org.strongroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The document with the figures. Each benchmark owns the lines between its two markers, {@code <!--
 * begin name -->} and {@code <!-- end name -->}; what stands around them is left alone.
 */
record Report(Path file) {
  /** Puts new lines between the markers of a section; adds it at the end if it is not there. */
  void write(String section, String lines) throws IOException {
    String begin = "<!-- begin %s -->\n".formatted(section);
    String end = "<!-- end %s -->\n".formatted(section);
    String text = Files.exists(file) ? Files.readString(file) : "";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    String written =
        from < 0 || to < from
            ? text + "\n" + begin + lines + end
            : text.substring(0, from + begin.length()) + lines + text.substring(to);
    Files.writeString(file, written);
  }
}
