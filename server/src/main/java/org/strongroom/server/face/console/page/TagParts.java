package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.api.inventory.SystemTagInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.api.tag.CreateUserTag;
import org.strongroom.api.tag.QuerySystemTag;
import org.strongroom.api.tag.QueryUserTag;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Listing;

/** The tags of a resource, below its name: those of users, then those of programs. */
final class TagParts {
  private static final int MOST = 30;

  /** What nobody looks for by tags. */
  private static final Set<String> WITHOUT = Set.of("jobs", "sessions");

  private final View view;

  TagParts(View view) {
    this.view = view;
  }

  /** Those that programs put on it. */
  private List<SystemTagInventory> system(String uuid) {
    return view.may(QuerySystemTag.class)
        ? view.find(QuerySystemTag.class, MOST, "+tag", "resourceUuid=" + uuid)
        : List.of();
  }

  Node of(Listing listing, String uuid) {
    Optional<String> kind = Values.kind(listing);
    if (kind.isEmpty() || WITHOUT.contains(listing.path()) || !view.may(QueryUserTag.class)) {
      return Node.NONE;
    }
    List<UserTagInventory> tags =
        view.find(QueryUserTag.class, MOST, "+tag", "resourceUuid=" + uuid);
    return el(
        "ul.tags",
        at("aria-label", view.say("tags.title")),
        all(
            tags.stream()
                .map(tag ->
                    el(
                        "li",
                        link(Listings.TAGS.url(tag), at("class", "tag"), foreign(tag.tag()))))),
        all(
            system(uuid).stream()
                .map(tag ->
                    el(
                        "li",
                        el(
                            "span.tag.system",
                            at("title", view.say("tags.system")),
                            foreign(tag.tag()))))),
        view.may(CreateUserTag.class)
            ? el(
                "li",
                link(
                    "/console/do/CreateUserTag?resourceType=%s&resourceUuid=%s"
                        .formatted(kind.get(), uuid),
                    at("class", "tag new"),
                    text(view.say("tags.add"))))
            : Node.NONE);
  }
}
