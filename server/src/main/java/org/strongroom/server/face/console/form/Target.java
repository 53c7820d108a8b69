package org.strongroom.server.face.console.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.OperationModel;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/**
 * What a form is about.
 *
 * @param listing where it is listed
 * @param row the resource; null for a new one
 * @param fixed values that the page says and nobody writes
 * @param typed what has to be typed before it is done
 */
public record Target(
    Listing listing, @Nullable Record row, Map<String, String> fixed, Optional<String> typed) {

  Optional<String> uuid() {
    return row == null || listing.key().isEmpty()
        ? Optional.empty()
        : Optional.of(Inventories.text(row, listing.key()));
  }

  /** What names it in a call. */
  public Map<String, String> named(OperationModel operation) {
    Record resource = row;
    return resource == null || listing.key().isEmpty()
        ? Map.of()
        : Subjects.parameter(operation)
            .map(each -> Map.of(each.name(), Subjects.value(each, listing, resource)))
            .orElse(Map.of());
  }

  /** The page that one came from. */
  public String back() {
    return row == null || listing.key().isEmpty() ? listing.url() : listing.url(row);
  }

  List<Frame.Crumb> way(View view) {
    List<Frame.Crumb> way = new ArrayList<>();
    way.add(new Frame.Crumb(view.say(listing.path() + ".title"), listing.url()));
    if (row != null && !listing.key().isEmpty()) {
      String name = Inventories.text(row, listing.nameField());
      way.add(new Frame.Crumb(name.isEmpty() ? view.say("unnamed") : name, back()));
    }
    return way;
  }
}
