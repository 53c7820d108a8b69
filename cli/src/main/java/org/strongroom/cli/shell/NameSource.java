package org.strongroom.cli.shell;

import java.util.List;
import org.strongroom.cli.name.Directory;

/** Who knows the names of resources; what it does not know, or not soon, is left out. */
@FunctionalInterface
public interface NameSource {
  /** Nobody. */
  NameSource NONE = (directories, prefix) -> List.of();

  /** The names in these directories that begin like this. */
  List<String> names(List<Directory> directories, String prefix);
}
