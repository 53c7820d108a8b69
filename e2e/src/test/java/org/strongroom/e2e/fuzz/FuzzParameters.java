package org.strongroom.e2e.fuzz;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.ResourceType;
import org.strongroom.api.registry.Operations;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.OpenSshServer;

/** Values that the declarations of parameters allow, so that calls get past their checks. */
final class FuzzParameters {
  private static final int PLACES = 40;
  private static final List<String> OPERATORS =
      List.of("=", "!=", ">", "<", ">=", "<=", "?=", "!?=", "~=", "!~=", " is null", " not null");

  private final Surroundings surroundings;
  private final Random random;
  private final HostileValues values;

  /**
   * What values may name.
   *
   * @param storages directory with the directories of storages
   * @param secret a text that must be seen nowhere
   */
  record Surroundings(
      FuzzTargets targets,
      FuzzCallers callers,
      OpenSshServer sshd,
      FileServer files,
      Path storages,
      String secret) {

    /** Makes what storages can be added over. */
    void prepare() throws java.io.IOException {
      for (int i = 0; i < PLACES; i++) {
        java.nio.file.Files.createDirectories(storages.resolve("s" + i));
      }
    }
  }

  FuzzParameters(Surroundings surroundings, Random random, HostileValues values) {
    this.surroundings = surroundings;
    this.random = random;
    this.values = values;
  }

  /** All that is required, and some that is not: texts, numbers, booleans, lists and maps. */
  Map<String, Object> of(OperationModel operation) {
    Map<String, Object> chosen = new LinkedHashMap<>();
    for (ParameterModel parameter : operation.parameters()) {
      boolean wanted = parameter.required() || random.nextInt(isLikely(parameter) ? 2 : 6) == 0;
      if (wanted && !parameter.name().equals("resourceUuid") || parameter.required()) {
        chosen.put(parameter.name(), value(operation, parameter));
      }
    }
    if (operation.name().endsWith("GlobalConfig") && chosen.containsKey("category")) {
      String[] setting = surroundings.targets().setting(random);
      chosen.put("category", setting[0]);
      chosen.put("name", setting[1]);
    }
    return chosen;
  }

  private static boolean isLikely(ParameterModel parameter) {
    return switch (parameter.name()) {
      case "q", "sshPort", "password", "backupStorageUuids", "accessKey", "secretKey" -> true;
      default -> false;
    };
  }

  Object value(OperationModel operation, ParameterModel parameter) {
    if (parameter.isList()) {
      List<Object> items = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        items.add(text(operation, parameter));
      }
      return items;
    }
    if (parameter.isMap()) {
      return Map.of("a", "b");
    }
    if (parameter.isBoolean()) {
      return random.nextBoolean();
    }
    if (parameter.isNumber()) {
      return number(parameter);
    }
    return text(operation, parameter);
  }

  private Object number(ParameterModel parameter) {
    return switch (parameter.name()) {
      case "sshPort" -> surroundings.sshd().port();
      case "id" -> Long.parseLong(surroundings.targets().node(random));
      default -> Math.min(parameter.max(), Math.max(0, parameter.min()) + random.nextInt(20));
    };
  }

  private String text(OperationModel operation, ParameterModel parameter) {
    if (parameter.resource().isPresent()) {
      return surroundings.targets().uuid(parameter.resource().get(), random);
    }
    if (!parameter.choices().isEmpty()) {
      return values.one(parameter.choices());
    }
    String name = parameter.name();
    return switch (name) {
      case "q" -> condition(operation);
      case "sort", "fields" -> field(operation);
      case "sessionUuid" -> surroundings.callers().named(random);
      case "url" -> url(operation);
      case "hostname", "accessIp", "backupHost" -> surroundings.sshd().host();
      case "username", "userId" -> surroundings.sshd().shellAccount().username();
      case "value" -> values.one(List.of("1", "10", "100", "true", "false", "Direct", "1G", "/*"));
      case "resourceType" -> values.one(Arrays.asList(ResourceType.values())).entityName();
      case "jobName" -> jobName();
      case "jobData" -> "{\"uuid\":\"%s\"}".formatted(surroundings.targets().any(random));
      case "endpoint", "authEndpoint" -> surroundings.files().url("");
      case "accountName" -> "nobody" + random.nextInt(100_000);
      case "password" ->
          operation.name().contains("Sftp") || operation.name().contains("Node")
              ? surroundings.sshd().shellAccount().password()
              : ZStackClient.sha512(surroundings.secret());
      default -> other(parameter);
    };
  }

  private String other(ParameterModel parameter) {
    String name = parameter.name();
    if (name.endsWith("uuid")
        || name.endsWith("Uuid")
        || name.endsWith("Uuids")
        || name.endsWith("Id")) {
      return surroundings.targets().any(random);
    }
    return parameter.secret() ? surroundings.secret() : name + " " + random.nextInt(1000);
  }

  private String url(OperationModel operation) {
    if (operation.name().contains("Sftp")) {
      return surroundings.sshd().shellAccount().remoteHome() + "/fuzz" + random.nextInt(20);
    }
    return operation.name().endsWith("Image")
        ? values.one(
            List.of(
                surroundings.files().url("bytes"),
                surroundings.files().url("bytes"),
                surroundings.files().url("missing"),
                "upload://file",
                "file:///etc/hostname"))
        : surroundings.storages().resolve("s" + random.nextInt(PLACES)).toString();
  }

  private String jobName() {
    String name = values.one(Operations.all()).name();
    return random.nextBoolean() ? name : "API" + name + "Msg";
  }

  /** A condition about fields that the queried inventory declares, now and then over relations. */
  private String condition(OperationModel operation) {
    String value = random.nextInt(3) == 0 ? values.text() : surroundings.targets().any(random);
    return field(operation) + values.one(OPERATORS) + value;
  }

  private String field(OperationModel operation) {
    Class<?> queried = operation.queried().orElse(null);
    if (queried == null || random.nextInt(12) == 0) {
      return values.text();
    }
    RecordComponent[] fields = queried.getRecordComponents();
    String field = fields[random.nextInt(fields.length)].getName();
    return random.nextInt(5) == 0
        ? values.one(List.of("image.", "backupStorage.", "zone.", "image.backupStorage.", "tag."))
            + values.one(List.of("name", "uuid", "status", "createDate"))
        : field;
  }
}
