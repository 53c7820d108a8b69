package org.strongroom.server.reference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Parameter;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.config.Setting;

/** {@code docs/reference.md}: operations, inventories, error codes, global configuration. */
final class OperationReference {
  private final List<OperationModel> operations = Operations.all();

  String text() {
    Markdown text = new Markdown();
    text.heading(1, "Reference");
    text.paragraph(
        "Written from the declarations by `"
            + ReferenceWriter.class.getName()
            + "`; do not edit. The same operations as an OpenAPI document:"
            + " `/zstack/v1/openapi.json`, shown at `/docs/` of a running server.");
    text.paragraph(
        "A session comes from LogInByAccount and is sent as `Authorization: OAuth <session uuid>`."
            + " Asynchronous operations answer 202 with a `location` to poll: 202 while the job"
            + " runs, then 200 with the answer or 503 with an `error`.");
    text.paragraph(
        "Texts have at most "
            + Parameter.USUAL_LENGTH
            + " characters where nothing else is said, lists and maps at most "
            + Parameter.USUAL_ITEMS
            + " items.");
    contents(text);
    text.heading(2, "Queries");
    text.paragraph(
        "A condition is `name operator value`, with the operators `=` `!=` `>` `<` `>=` `<=` `?=`"
            + " (in) `!?=` (not in) `~=` (like) `!~=` (not like) `is null` `not null`."
            + " `relation.field` follows up to four relations; `__userTag__` and `__systemTag__`"
            + " stand for tags. On the command line conditions are written as they are:"
            + " `./strongroom QueryBackupStorage state=Enabled image.platform=Linux`.");
    text.table(OperationSection.header(), OperationSection.queryParameters(operations));
    text.heading(2, "Operations");
    byName().forEach(operation -> new OperationSection(operation).write(text));
    text.heading(2, "Inventories");
    InventorySections.write(text, operations);
    errors(text);
    settings(text);
    return text.toString();
  }

  private List<OperationModel> byName() {
    return operations.stream().sorted(Comparator.comparing(OperationModel::name)).toList();
  }

  private void contents(Markdown text) {
    Map<String, List<OperationModel>> groups =
        byName().stream()
            .collect(
                Collectors.groupingBy(
                    OperationReference::group, TreeMap::new, Collectors.toList()));
    text.table(
        List.of("about", "operations"),
        groups.entrySet().stream()
            .map(group ->
                Markdown.cells(
                    group.getKey(),
                    group.getValue().stream()
                        .map(o ->
                            "[%s](#%s)"
                                .formatted(o.name(), o.name().toLowerCase(java.util.Locale.ROOT)))
                        .collect(Collectors.joining(", "))))
            .toList());
  }

  private static String group(OperationModel operation) {
    String name = operation.type().getPackageName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static void errors(Markdown text) {
    text.heading(2, "Error codes");
    text.paragraph(
        "`details` of an error tells what happened to what; `cause` holds the error inside.");
    text.table(
        List.of("code", "description"),
        Arrays.stream(ErrorCode.values())
            .map(code -> Markdown.cells("`" + code.code() + "`", code.description()))
            .toList());
  }

  private static void settings(Markdown text) {
    text.heading(2, "Global configuration");
    text.paragraph(
        "Changed while the server runs: `./strongroom UpdateGlobalConfig category=backupStorage"
            + " name=ping.interval value=30`.");
    text.table(
        List.of("category", "name", "default", "takes", "meaning"),
        Arrays.stream(Setting.values())
            .map(setting ->
                Markdown.cells(
                    setting.category(),
                    "`" + setting.settingName() + "`",
                    "`" + setting.defaultValue() + "`",
                    setting.accepts(),
                    setting.description()))
            .toList());
  }
}
