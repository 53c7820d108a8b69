package org.strongroom.server.face.console.form;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.ResourceType;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.tag.CreateUserTag;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.page.TablePage;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.table.Listing;

/** What can be done with many resources of a list at once, by what operations declare. */
public final class ManyAtOnce {
  private static final Set<String> UNTAGGED = Set.of("jobs", "sessions");
  private static final OperationModel TAG = Operations.of(CreateUserTag.class);

  /** What is of one resource alone: a name, a key that was compared, a place to restore to. */
  private static final Set<String> ONE_BY_ONE =
      Set.of("AcceptBackupStorageHostKey", "RestoreVolumeSnapshot", "UpdateAccount");

  private ManyAtOnce() {}

  /** The operations, what takes away last. */
  public static List<OperationModel> of(Listing listing, View view) {
    Optional<ResourceType> type = Actions.type(listing);
    if (type.isEmpty() || listing.key().isEmpty()) {
      return List.of();
    }
    Stream<OperationModel> about =
        Operations.all().stream()
            .filter(Actions::isOffered)
            .filter(each ->
                Actions.subject(each).filter(s -> s.named().contains(type.get())).isPresent())
            .filter(each -> isForMany(each));
    return Stream.concat(about, UNTAGGED.contains(listing.path()) ? Stream.empty() : Stream.of(TAG))
        .filter(view.asking()::may)
        .sorted(Comparator.comparingInt(Actions::place))
        .toList();
  }

  private static boolean isForMany(OperationModel operation) {
    String name = operation.name();
    return !name.startsWith("Update")
        && !ONE_BY_ONE.contains(name)
        && !Previews.isTyped(operation)
        && !Actions.OF_ONE_KIND.matcher(name).find();
  }

  /** The same as they stand below a table. */
  public static List<TablePage.Choice> choices(Listing listing, View view) {
    return of(listing, view).stream()
        .map(each ->
            new TablePage.Choice(each.name(), view.texts().operation(each.name()), takesAway(each)))
        .toList();
  }

  /** Whether the number of resources has to be typed before. */
  public static boolean takesAway(OperationModel operation) {
    return Actions.LAST.matcher(operation.name()).matches();
  }

  /** The parameters that a form asks for: the same for all of them. */
  static List<ParameterModel> parameters(OperationModel operation) {
    Set<String> other = Set.of("uuid", "resourceUuid", "resourceType", "tagUuids");
    return operation.parameters().stream()
        .filter(each -> !each.isWithoutEffect() && !each.isMap() && !each.secret())
        .filter(each -> !other.contains(each.name()))
        .toList();
  }

  /** What the form gives, for all of them. */
  public static Map<String, Object> values(OperationModel operation, Listing listing, Form form) {
    Map<String, Object> values = new LinkedHashMap<>(Calling.values(operation, form, null));
    values.remove("uuid");
    values.remove("resourceUuid");
    if (operation.equals(TAG)) {
      values.put("resourceType", Actions.type(listing).orElseThrow().entityName());
    }
    return values;
  }

  /** The parameter that names one of them. */
  public static String subject(OperationModel operation) {
    return operation.equals(TAG) ? "resourceUuid" : "uuid";
  }
}
