package org.strongroom.server.face.console.frame;

import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.ResourceType;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.tag.QueryUserTag;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Listing;

/**
 * What calls were about: told by its name, with a link to its page, as far as who looks may see it.
 * Of a call only the uuid of its resource is known; its kind follows from what the operation
 * declares. What is gone by now is called as it was at its end.
 */
public final class Abouts {
  private static final int AT_ONCE = 50;
  private static final int SHORT = 8;

  /**
   * How a resource is called.
   *
   * @param listing in which it stands or stood; empty if it never did: an image that could not be
   *     added has no page, not even of its end
   */
  private record Found(Optional<Listing> listing, String uuid, String name) {
    Found(Listing listing, String uuid, String name) {
      this(Optional.of(listing), uuid, name);
    }
  }

  private final View view;
  private final Map<String, Found> found = new HashMap<>();

  private Abouts(View view) {
    this.view = view;
  }

  /** Of entries of the audit log. */
  public static Abouts of(View view, Collection<AuditInventory> calls) {
    Abouts abouts = new Abouts(view);
    Map<String, String> operations = new LinkedHashMap<>();
    calls.forEach(call -> {
      if (call.resourceUuid() != null) {
        operations.put(call.resourceUuid(), call.operation());
      }
    });
    abouts.lookUp(operations);
    abouts.lookUpGone(operations.keySet());
    abouts.lookUpJobs(
        calls.stream()
            .filter(call -> call.jobUuid() != null && !abouts.found.containsKey(uuid(call)))
            .map(AuditInventory::jobUuid)
            .toList());
    return abouts;
  }

  /** Of jobs, which keep the name that their resource had when they began, if it was there. */
  public static Abouts ofJobs(View view, Collection<LongJobInventory> jobs) {
    Abouts abouts = new Abouts(view);
    Map<String, String> operations = new LinkedHashMap<>();
    jobs.forEach(job -> {
      if (job.targetResourceUuid() != null) {
        operations.put(job.targetResourceUuid(), job.jobName());
      }
    });
    abouts.lookUp(operations);
    abouts.lookUpGone(operations.keySet());
    jobs.forEach(abouts::remember);
    return abouts;
  }

  private static String uuid(AuditInventory call) {
    return String.valueOf(call.resourceUuid());
  }

  /** Most are of the kind that is likeliest for their operation; the rest is looked for in turn. */
  private void lookUp(Map<String, String> operations) {
    Map<String, List<Listing>> kinds =
        operations.values().stream()
            .distinct()
            .collect(Collectors.toMap(each -> each, each -> kinds(each).toList()));
    int most = kinds.values().stream().mapToInt(List::size).max().orElse(0);
    for (int turn = 0; turn < most; turn++) {
      Map<Listing, Set<String>> wanted = new LinkedHashMap<>();
      for (Map.Entry<String, String> each : operations.entrySet()) {
        List<Listing> its = kinds.getOrDefault(each.getValue(), List.of());
        if (turn < its.size() && !found.containsKey(each.getKey())) {
          wanted.computeIfAbsent(its.get(turn), key -> new LinkedHashSet<>()).add(each.getKey());
        }
      }
      wanted.forEach((listing, uuids) -> {
        Names names = Names.in(view, listing, uuids);
        uuids.forEach(uuid ->
            names.of(uuid).ifPresent(name -> found.put(uuid, new Found(listing, uuid, name))));
      });
    }
    lookUpTagged(operations);
  }

  /** Whoever puts a tag on something did it to that. */
  private void lookUpTagged(Map<String, String> operations) {
    List<String> uuids =
        operations.entrySet().stream()
            .filter(each -> each.getValue().endsWith("Tag") && !found.containsKey(each.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    if (!view.may(QueryUserTag.class)) {
      return;
    }
    for (int from = 0; from < uuids.size(); from += AT_ONCE) {
      List<String> some = uuids.subList(from, Math.min(uuids.size(), from + AT_ONCE));
      List<UserTagInventory> tags =
          view.find(QueryUserTag.class, AT_ONCE, "+tag", "uuid?=" + String.join(",", some));
      Names names = Names.ofTagged(view, tags);
      tags.forEach(tag ->
          Values.list(tag.resourceType())
              .flatMap(Listings::at)
              .ifPresent(listing ->
                  names
                      .of(tag.resourceUuid())
                      .ifPresent(name ->
                          found.put(tag.uuid(), new Found(listing, tag.resourceUuid(), name)))));
    }
  }

  /** What was deleted is called as the event of its end calls it. */
  private void lookUpGone(Set<String> all) {
    List<String> uuids = all.stream().filter(each -> !found.containsKey(each)).toList();
    if (!view.may(QueryEvent.class)) {
      return;
    }
    for (int from = 0; from < uuids.size(); from += AT_ONCE) {
      List<String> some = uuids.subList(from, Math.min(uuids.size(), from + AT_ONCE));
      view.find(
              QueryEvent.class,
              AT_ONCE,
              "-time",
              "what?=Deleted,Forgotten",
              "resourceUuid?=" + String.join(",", some))
          .forEach(event -> {
            String uuid = event.resourceUuid();
            String name = event.resourceName();
            if (uuid != null && name != null && !name.isEmpty()) {
              Values.list(event.resourceType())
                  .flatMap(Listings::at)
                  .ifPresent(listing -> found.putIfAbsent(uuid, new Found(listing, uuid, name)));
            }
          });
    }
  }

  private void lookUpJobs(List<String> jobs) {
    for (int from = 0; from < jobs.size(); from += AT_ONCE) {
      List<String> some = jobs.subList(from, Math.min(jobs.size(), from + AT_ONCE));
      view.find(QueryLongJob.class, AT_ONCE, "-createDate", "uuid?=" + String.join(",", some))
          .forEach(this::remember);
    }
  }

  private void remember(LongJobInventory job) {
    String uuid = job.targetResourceUuid();
    String name = job.targetResourceName();
    if (uuid != null && name != null && !name.isEmpty()) {
      found.putIfAbsent(uuid, new Found(Optional.empty(), uuid, name));
    }
  }

  /**
   * The lists in which what an operation is about may stand, the likeliest first: of what its uuid
   * names, of what it is called for, of whatever else it names, and accounts, which log in.
   */
  private Stream<Listing> kinds(String operation) {
    Optional<OperationModel> model = Operations.named(operation);
    Stream<ResourceType> own =
        model.flatMap(each -> each.parameter("uuid")).stream()
            .flatMap(each -> each.named().stream());
    Stream<ResourceType> called =
        Stream.of(ResourceType.values())
            .filter(type -> operation.contains(noun(type)))
            .sorted(
                Comparator.comparing((ResourceType type) -> operation.endsWith(noun(type)))
                    .thenComparingInt(type -> noun(type).length())
                    .reversed());
    Stream<ResourceType> others =
        model.stream()
            .flatMap(each -> each.parameters().stream())
            .filter(ParameterModel::required)
            .flatMap(each -> each.named().stream());
    return Stream.of(own, called, others, Stream.of(ResourceType.ACCOUNT))
        .flatMap(each -> each)
        .distinct()
        .flatMap(type -> Values.list(type.entityName()).flatMap(Listings::at).stream())
        .filter(listing -> view.asking().may(listing.query()));
  }

  private static String noun(ResourceType type) {
    return type.entityName().replaceFirst("VO$", "");
  }

  /** What this is called; the beginning of its uuid if that is not known. */
  public Node of(@Nullable String uuid) {
    if (uuid == null) {
      return new Values(view).none();
    }
    Found known = found.get(uuid);
    if (known == null) {
      return el("code.uuid", text(uuid.substring(0, Math.min(SHORT, uuid.length()))));
    }
    Node name = foreign(known.name());
    return known
        .listing()
        .map(listing -> link(listing.url() + "/" + known.uuid(), name))
        .orElse(name);
  }
}
