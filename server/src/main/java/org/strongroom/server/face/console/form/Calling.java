package org.strongroom.server.face.console.form;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.account.LogInByAccount;
import org.strongroom.api.backupstorage.AcceptBackupStorageHostKey;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.Calls.Submission;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.secret.PasswordHash;

/** Calls what a form asks for, as the API would: checked, audited, as a job. */
public final class Calling {
  /** Most calls are over by then, and need no page of their own job. */
  private static final Duration A_MOMENT = Duration.ofMillis(1200);

  private static final Set<String> HASHED = Set.of("password", "oldPassword");

  private final Calls calls;
  private final JobEngine jobs;

  public Calling(Calls calls, JobEngine jobs) {
    this.calls = calls;
    this.jobs = jobs;
  }

  /** A call and what is known of its end. */
  public record Called(String job, JobOutcome outcome) {}

  /**
   * Calls, and waits a moment for the end.
   *
   * @throws org.strongroom.api.RetryLaterException if the server has no room for it now
   */
  public Called call(OperationModel operation, Map<String, ?> values, Caller caller) {
    return call(operation, values, caller, A_MOMENT);
  }

  /** The same with another time to wait. */
  public Called call(
      OperationModel operation, Map<String, ?> values, Caller caller, Duration most) {
    String job = Uuid.random();
    calls.submit(
        operation,
        values,
        Optional.of(caller),
        new Submission(job, Origin.current().requestId(), Origin.current().source()));
    return new Called(job, jobs.await(job, most, Calling::replyType));
  }

  /** Waits for the end of a call: running if it is not over by then, or goes on elsewhere. */
  public JobOutcome outcome(String job, Duration most) {
    return jobs.await(job, most, Calling::replyType);
  }

  private static Type replyType(String operation) {
    return Operations.named(operation).orElseThrow().replyType();
  }

  /**
   * The parameters that a form gives; what was left empty, or as it is, is not sent.
   *
   * @param row what is changed, if something is
   */
  public static Map<String, Object> values(
      OperationModel operation, Form form, @Nullable Record row) {
    Map<String, Object> values = new HashMap<>();
    for (ParameterModel parameter : operation.parameters()) {
      value(operation, parameter, form)
          .filter(value -> !isUnchanged(operation, parameter, value, row))
          .ifPresent(value -> values.put(parameter.name(), value));
    }
    return values;
  }

  private static Optional<Object> value(
      OperationModel operation, ParameterModel parameter, Form form) {
    String text = form.text(parameter.name());
    if (parameter.type() == boolean.class) {
      return Optional.of(text.equals("true")); // browsers send no box that is not ticked
    }
    if (parameter.isList()) {
      List<String> items =
          form.all(parameter.name()).stream()
              .flatMap(item -> Arrays.stream(item.split("\\R", -1)))
              .map(String::strip)
              .filter(item -> !item.isEmpty())
              .toList();
      return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(isHashed(operation, parameter) ? PasswordHash.sha512(text) : text);
  }

  /** Accounts' passwords are kept of their SHA-512, which is what clients send. */
  private static boolean isHashed(OperationModel operation, ParameterModel parameter) {
    return HASHED.contains(parameter.name())
        && operation.type().getPackage().equals(LogInByAccount.class.getPackage());
  }

  private static boolean isUnchanged(
      OperationModel operation, ParameterModel parameter, Object value, @Nullable Record row) {
    return row != null
        && operation.name().startsWith("Update")
        && !parameter.required()
        && !parameter.secret()
        && Inventories.fields(row.getClass()).contains(parameter.name())
        && Inventories.text(row, parameter.name()).equals(value.toString());
  }

  /** What a form is to show again: all but secrets. */
  public static Map<String, List<String>> shown(OperationModel operation, Form form) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    for (ParameterModel parameter : operation.parameters()) {
      if (!parameter.secret() && !form.all(parameter.name()).isEmpty()) {
        shown.put(parameter.name(), form.all(parameter.name()));
      }
    }
    shown.putAll(Choices.looked(operation, form));
    return shown;
  }

  /** What a resource has now, for a form that changes it; the key that its server shows now. */
  public static Map<String, List<String>> current(OperationModel operation, @Nullable Record row) {
    Map<String, List<String>> current = new LinkedHashMap<>();
    if (operation.type() == AcceptBackupStorageHostKey.class
        && row instanceof BackupStorageInventory storage
        && storage.presentedHostKeyFingerprint() != null) {
      current.put("hostKeyFingerprint", List.of(storage.presentedHostKeyFingerprint()));
    }
    if (row != null && operation.name().startsWith("Update")) {
      for (ParameterModel parameter : operation.parameters()) {
        if (!parameter.secret()
            && Inventories.fields(row.getClass()).contains(parameter.name())
            && Inventories.value(row, parameter.name()) != null) {
          current.put(parameter.name(), List.of(Inventories.text(row, parameter.name())));
        }
      }
    }
    return current;
  }
}
