package org.strongroom.server.face.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.backupstorage.TestSftpBackupStorage;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.form.Calling;
import org.strongroom.server.face.console.form.Choices;
import org.strongroom.server.face.console.form.FormPage;
import org.strongroom.server.face.console.form.HostKeyPage;
import org.strongroom.server.face.console.form.Previews;
import org.strongroom.server.face.console.form.SettingPart;
import org.strongroom.server.face.console.form.Subjects;
import org.strongroom.server.face.console.form.Target;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.page.DetailPage;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.table.Listing;
import org.strongroom.server.job.JobOutcome;

/** Forms of operations, and what comes of them. */
final class FormRoutes {
  private static final String ADD_SFTP = "AddSftpBackupStorage";
  private static final Duration FOR_A_KEY = Duration.ofSeconds(20);

  private final Exchanges exchanges;
  private final Calling calling;

  FormRoutes(Exchanges exchanges, Calling calling) {
    this.exchanges = exchanges;
    this.calling = calling;
  }

  void register(RoutesConfig routes) {
    routes.get("/console/do/{operation}", exchanges.shown(this::form));
    routes.post("/console/do/{operation}", exchanges.changing(this::call));
    routes.post("/console/choices/{operation}/{parameter}", exchanges.changing(this::choices));
    routes.post("/console/host-key", exchanges.changing(this::hostKey));
  }

  /** The operation that a path names, if forms are made of it and the visitor may call it. */
  private static Optional<OperationModel> operation(View view, Context ctx) {
    return Operations.named(ctx.pathParam("operation"))
        .filter(each -> each.mode() == Mode.ASYNC && Subjects.listing(each).isPresent())
        .filter(view.asking()::may);
  }

  private void form(View view, Context ctx) {
    Optional<OperationModel> operation = operation(view, ctx);
    if (operation.isEmpty()) {
      exchanges.missing(view, ctx);
      return;
    }
    String uuid = Optional.ofNullable(ctx.queryParam("uuid")).orElse("");
    if (operation.get().name().equals(ADD_SFTP)) {
      exchanges.page(view, ctx, HostKeyPage.page(view, "", "", Optional.empty()));
      return;
    }
    Map<String, String> fixed =
        fixed(operation.get(), name -> Optional.ofNullable(ctx.queryParam(name)));
    Optional<Target> target = target(view, operation.get(), uuid, fixed);
    if (target.isEmpty()) {
      exchanges.missing(view, ctx);
      return;
    }
    Map<String, List<String>> given =
        new LinkedHashMap<>(Calling.current(operation.get(), target.get().row()));
    new SettingPart(view)
        .named(fixed)
        .ifPresent(setting -> given.put("value", List.of(setting.value())));
    ctx.queryParamMap().forEach((name, values) -> given.putIfAbsent(name, values));
    show(view, ctx, operation.get(), target.get(), given, Optional.empty());
  }

  /** What pages say and nobody writes: the name of a setting, what a tag is on, a server's key. */
  private static List<String> said(OperationModel operation) {
    return switch (operation.name()) {
      case ADD_SFTP -> List.of("hostname", "sshPort", "hostKeyFingerprint");
      case "CreateUserTag" -> List.of("resourceType", "resourceUuid");
      default ->
          operation.name().endsWith("GlobalConfig") ? List.of("category", "name") : List.of();
    };
  }

  private static Map<String, String> fixed(
      OperationModel operation, Function<String, Optional<String>> given) {
    Map<String, String> fixed = new LinkedHashMap<>();
    said(operation).forEach(name -> given.apply(name).ifPresent(value -> fixed.put(name, value)));
    return fixed;
  }

  private static Optional<Target> target(
      View view, OperationModel operation, String uuid, Map<String, String> fixed) {
    Listing listing = Subjects.listing(operation).orElseThrow();
    if (uuid.isEmpty() || listing.key().isEmpty()) {
      return Optional.of(new Target(listing, null, fixed, Optional.empty()));
    }
    return DetailPage.find(view, listing, uuid)
        .map(row -> new Target(listing, row, fixed, Previews.typed(operation, row)));
  }

  private void show(
      View view,
      Context ctx,
      OperationModel operation,
      Target target,
      Map<String, List<String>> given,
      Optional<String> problem) {
    Record row = target.row();
    SettingPart settings = new SettingPart(view);
    Node before =
        row == null
            ? settings.named(target.fixed()).map(settings::of).orElse(Node.NONE)
            : new Previews(view).of(operation, row);
    exchanges.page(view, ctx, new FormPage(view, operation, target).page(given, problem, before));
  }

  private void call(View view, Form form, Context ctx) {
    Optional<OperationModel> found = operation(view, ctx);
    if (found.isEmpty()) {
      exchanges.missing(view, ctx);
      return;
    }
    OperationModel operation = found.get();
    Map<String, String> fixed = fixed(operation, form::first);
    Optional<Target> target = target(view, operation, form.text("uuid"), fixed);
    if (target.isEmpty()) {
      exchanges.missing(view, ctx);
      return;
    }
    Map<String, List<String>> shown = Calling.shown(operation, form);
    if (Choices.isLookedFor(operation, form)) {
      show(view, ctx, operation, target.get(), shown, Optional.empty());
      return;
    }
    if (target.get().typed().filter(name -> !name.equals(form.text("confirm"))).isPresent()) {
      ctx.status(400);
      show(view, ctx, operation, target.get(), shown, Optional.of(view.say("form.name-differs")));
      return;
    }
    Map<String, Object> values = Calling.values(operation, form, target.get().row());
    values.putAll(target.get().named(operation));
    Calling.Called called = calling.call(operation, values, view.caller());
    if (called.outcome() instanceof JobOutcome.Failed(var error)) {
      ctx.status(400);
      String words =
          error.cause() == null || error.details().contains(error.cause().details())
              ? error.details()
              : error.details() + " – " + error.cause().details();
      show(view, ctx, operation, target.get(), shown, Optional.of(words));
      return;
    }
    ctx.redirect(next(operation, target.get(), called), HttpStatus.SEE_OTHER);
  }

  /** What can be chosen, by what is written beside it. */
  private void choices(View view, Form form, Context ctx) {
    Optional<OperationModel> operation =
        Operations.named(ctx.pathParam("operation")).filter(view.asking()::may);
    operation
        .flatMap(each -> each.parameter(ctx.pathParam("parameter")))
        .filter(parameter -> !parameter.named().isEmpty())
        .ifPresentOrElse(
            parameter ->
                exchanges.fragment(
                    ctx,
                    new Choices(
                            view,
                            operation.orElseThrow(),
                            parameter,
                            Calling.shown(operation.orElseThrow(), form))
                        .again()),
            () -> exchanges.missing(view, ctx));
  }

  /** The page that shows what came of it. */
  private static String next(OperationModel operation, Target target, Calling.Called called) {
    Optional<String> tagged =
        target.row() instanceof UserTagInventory tag
            ? Values.page(tag)
            : called.outcome()
                    instanceof JobOutcome.Succeeded(InventoryReply<?>(UserTagInventory tag))
                ? Values.page(tag)
                : Optional.empty();
    if (called.outcome() instanceof JobOutcome.Succeeded && tagged.isPresent()) {
      return tagged.get();
    }
    return switch (called.outcome()) {
      case JobOutcome.Succeeded(InventoryReply<?>(Record made))
          when target.row() == null && !target.listing().key().isEmpty() ->
          target.listing().url(made);
      case JobOutcome.Succeeded done ->
          operation.name().matches("(Delete|Expunge|Forget|Deregister|Revoke).*")
              ? target.listing().url()
              : target.back();
      default -> "/console/jobs/" + called.job();
    };
  }

  /** Asks a server for its key; nothing secret is known yet. */
  private void hostKey(View view, Form form, Context ctx) {
    OperationModel add = Operations.named(ADD_SFTP).orElseThrow();
    String host = form.text("hostname").strip();
    String port = form.text("sshPort").strip();
    if (!view.asking().may(add)) {
      throw new ApiException(ErrorCode.PERMISSION_DENIED, add.name());
    }
    Map<String, Object> values = new HashMap<>();
    values.put("hostname", host);
    if (!port.isEmpty()) {
      values.put("sshPort", port);
    }
    OperationModel test = Operations.of(TestSftpBackupStorage.class);
    Calling.Called called = calling.call(test, values, view.caller(), FOR_A_KEY);
    switch (called.outcome()) {
      case JobOutcome.Succeeded(TestSftpBackupStorage.Reply tested) ->
          second(view, ctx, add, host, port, tested);
      case JobOutcome.Failed(var error) -> {
        ctx.status(400);
        exchanges.page(view, ctx, HostKeyPage.page(view, host, port, Optional.of(error.details())));
      }
      default -> ctx.redirect("/console/jobs/" + called.job(), HttpStatus.SEE_OTHER);
    }
  }

  private void second(
      View view,
      Context ctx,
      OperationModel add,
      String host,
      String port,
      TestSftpBackupStorage.Reply tested) {
    Map<String, String> fixed = new LinkedHashMap<>();
    fixed.put("hostname", host);
    fixed.put("sshPort", port.isEmpty() ? "22" : port);
    fixed.put("hostKeyFingerprint", tested.hostKeyFingerprint());
    Target target = new Target(Subjects.listing(add).orElseThrow(), null, fixed, Optional.empty());
    exchanges.page(
        view,
        ctx,
        new FormPage(view, add, target)
            .page(Map.of(), Optional.empty(), HostKeyPage.shown(view, host, tested)));
  }
}
