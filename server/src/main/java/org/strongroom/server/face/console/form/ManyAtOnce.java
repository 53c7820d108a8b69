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
  private static final Set<String> UNTAGGED = Set.of("jobs", "sessions", "tags");
  private static final OperationModel TAG = Operations.of(CreateUserTag.class);

  /** What is of one resource alone: a name, a key that was compared, a place to restore to. */
  private static final Set<String> ONE_BY_ONE =
      Set.of("AcceptBackupStorageHostKey", "RestoreVolumeSnapshot", "UpdateAccount");

  /** What a new resource is given by clients, and what a tag is on. */
  private static final Set<String> OF_ITSELF = Set.of("resourceUuid", "resourceType", "tagUuids");

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
                Subjects.parameter(each).filter(s -> s.named().contains(type.get())).isPresent())
            .filter(each -> Subjects.listing(each).filter(listing::equals).isPresent())
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
        && operation.parameter("name").filter(ParameterModel::required).isEmpty()
        && !Previews.isTyped(operation)
        && !Actions.OF_ONE_KIND.matcher(name).find();
  }

  /** The same as they stand below a table; of the trash, what is done with what lies in it. */
  public static List<TablePage.Choice> choices(Listing listing, View view, String filter) {
    boolean trash = filter.contains(TablePage.TRASH);
    return of(listing, view).stream()
        .filter(each ->
            !listing.path().equals("images") || trash == Actions.OF_TRASH.contains(each.name()))
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
    String subject = subject(operation);
    return operation.parameters().stream()
        .filter(each -> !each.isWithoutEffect() && !each.isMap() && !each.secret())
        .filter(each -> !each.name().equals(subject) && !OF_ITSELF.contains(each.name()))
        .toList();
  }

  /** What the form gives, for all of them. */
  public static Map<String, Object> values(OperationModel operation, Listing listing, Form form) {
    Map<String, Object> values = new LinkedHashMap<>(Calling.values(operation, form, null));
    values.remove(subject(operation));
    values.remove("resourceUuid");
    if (operation.equals(TAG)) {
      values.put("resourceType", Actions.type(listing).orElseThrow().entityName());
    }
    return values;
  }

  /** The parameter that names one of them. */
  public static String subject(OperationModel operation) {
    return operation.equals(TAG)
        ? "resourceUuid"
        : Subjects.parameter(operation).map(ParameterModel::name).orElse("uuid");
  }
}
