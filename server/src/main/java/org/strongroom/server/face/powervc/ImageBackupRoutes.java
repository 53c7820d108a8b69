package org.strongroom.server.face.powervc;

import static org.strongroom.server.face.openstack.Answer.rooted;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Request;
import org.strongroom.api.imagebackup.ExportImageBackup;
import org.strongroom.api.imagebackup.GetImageBackupTask;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.api.imagebackup.UpdateImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.face.openstack.Answer;
import org.strongroom.server.face.openstack.Attribute;
import org.strongroom.server.face.openstack.Attributes;
import org.strongroom.server.face.openstack.BodySchema;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Fault;
import org.strongroom.server.face.openstack.OpenStackRoutes;
import org.strongroom.server.face.openstack.OpenStackRoutes.Method;
import org.strongroom.server.face.openstack.OperationCalls;

/** {@code /image-backups}: export, import, and what is there. */
final class ImageBackupRoutes {
  private static final BodySchema EXPORT =
      BodySchema.of(
          "image-backup",
          Attribute.text("name", 255).asRequired(),
          Attribute.freeText("description", 2048),
          Attribute.text("src_image_id", 64).asRequired(),
          Attribute.text("backup_host", 255).orNull(),
          Attribute.flag("upload_to_cos").orNull());

  private static final BodySchema IMPORT =
      BodySchema.of(
          "image-backup",
          Attribute.text("name", 255).asRequired(),
          Attribute.freeText("description", 2048),
          Attribute.text("image_backup_id", 64).orNull(),
          Attribute.text("cos_id", 64).orNull(),
          Attribute.text("object_name", 1024).orNull(),
          Attribute.text("storage_id", 64).orNull());

  private static final BodySchema UPDATE =
      BodySchema.of(
          "image-backup", Attribute.text("name", 255), Attribute.freeText("description", 2048));

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "name", "name",
          "description", "description",
          "src_image_id", "imageUuid",
          "backup_host", "backupHost",
          "upload_to_cos", "uploadToCos",
          "image_backup_id", "imageBackupUuid",
          "cos_id", "bucketUuid",
          "object_name", "objectName",
          "storage_id", "backupStorageUuid");

  private final OperationCalls calls;
  private final ImageBackupReader backups;

  ImageBackupRoutes(OperationCalls calls, ImageBackupReader backups) {
    this.calls = calls;
    this.backups = backups;
  }

  void register(OpenStackRoutes routes) {
    String all = ImageBackupShape.PATH;
    routes.add(Method.POST, all + "/export_image", ExportImageBackup.class, this::exportImage);
    routes.add(Method.POST, all + "/import_image", ImportImageBackup.class, this::importImage);
    routes.add(Method.GET, all, QueryImageBackup.class, this::list);
    routes.add(Method.GET, all + "/detail", QueryImageBackup.class, this::detail);
    routes.add(Method.GET, all + "/tasks/{id}", GetImageBackupTask.class, this::task);
    routes.add(Method.GET, all + "/{id}", QueryImageBackup.class, this::show);
    routes.add(Method.PUT, all + "/{id}", UpdateImageBackup.class, this::update);
  }

  private Answer exportImage(Exchange exchange) throws IOException {
    return begun(exchange, ExportImageBackup.class, parameters(exchange.body(EXPORT)));
  }

  private Answer importImage(Exchange exchange) throws IOException {
    Attributes sent = exchange.body(IMPORT);
    boolean backup = sent.get("image_backup_id") != null;
    boolean bucket = sent.get("cos_id") != null;
    boolean object = sent.get("object_name") != null;
    if (bucket != object || backup == bucket) {
      throw Fault.badRequest(
          "Invalid input for image-backup: name either an image_backup_id, or a cos_id and an"
              + " object_name in it.");
    }
    return begun(exchange, ImportImageBackup.class, parameters(sent));
  }

  private Answer begun(
      Exchange exchange,
      Class<? extends Request<?>> operation,
      Map<String, @Nullable Object> parameters) {
    String task = calls.begin(exchange, operation, parameters);
    ImageBackupInventory backup =
        backups.ofTask(exchange, task).orElseThrow(() -> calls.failure(exchange, operation, task));
    return Answer.created(rooted("image_backup", ImageBackupShape.detailed(backup, exchange)));
  }

  /** Under the names of the operations' parameters; null is as good as nothing. */
  static Map<String, @Nullable Object> parameters(Attributes sent) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    PARAMETERS.forEach((attribute, parameter) -> {
      if (sent.get(attribute) != null) {
        parameters.put(parameter, sent.get(attribute));
      }
    });
    return parameters;
  }

  private ImageBackupReader.Page page(Exchange exchange) {
    return backups.page(exchange, ImageBackupSearch.FILTERS, ImageBackupSearch.ORDER);
  }

  private Answer list(Exchange exchange) {
    ImageBackupReader.Page page = page(exchange);
    return Answer.ok(
        page.list(
            "image_backups",
            page.rows().stream().map(row -> ImageBackupShape.named(row, exchange)).toList()));
  }

  private Answer detail(Exchange exchange) {
    ImageBackupReader.Page page = page(exchange);
    return Answer.ok(
        page.list(
            "image_backups",
            page.rows().stream().map(row -> ImageBackupShape.detailed(row, exchange)).toList()));
  }

  private Answer show(Exchange exchange) {
    return shown(backups.required(exchange), exchange);
  }

  private static Answer shown(ImageBackupInventory backup, Exchange exchange) {
    return Answer.ok(rooted("image_backup", ImageBackupShape.detailed(backup, exchange)));
  }

  private Answer task(Exchange exchange) {
    return Answer.ok(
        rooted(
            "task",
            ImageBackupShape.task(
                calls
                    .answer(exchange, GetImageBackupTask.class, Map.of("uuid", exchange.path("id")))
                    .inventory())));
  }

  private Answer update(Exchange exchange) throws IOException {
    Attributes sent = exchange.body(UPDATE);
    return shown(changed(exchange, sent), exchange);
  }

  private ImageBackupInventory changed(Exchange exchange, Attributes sent) {
    ImageBackupInventory before = backups.required(exchange);
    Map<String, @Nullable Object> changes = parameters(sent);
    if (sent.has("description") && sent.get("description") == null) {
      changes.put("description", "");
    }
    if (changes.isEmpty()) {
      return before;
    }
    changes.put("uuid", before.uuid());
    return calls.done(exchange, UpdateImageBackup.class, changes).inventory();
  }
}
