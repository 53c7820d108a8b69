package org.strongroom.server.face.powervc;

import static org.strongroom.server.face.openstack.Answer.rooted;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Request;
import org.strongroom.api.imagebackup.DownloadImageBackup;
import org.strongroom.api.imagebackup.UploadImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.face.openstack.Answer;
import org.strongroom.server.face.openstack.Attribute;
import org.strongroom.server.face.openstack.Attributes;
import org.strongroom.server.face.openstack.BodySchema;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.OpenStackRoutes;
import org.strongroom.server.face.openstack.OpenStackRoutes.Method;
import org.strongroom.server.face.openstack.OperationCalls;

/**
 * To a bucket and back. Documented as GET, which proxies repeat and browsers fetch ahead: a GET
 * begins nothing while the same runs already, and tells of that instead.
 */
final class TransferRoutes {
  private static final BodySchema UPLOAD =
      BodySchema.of("image-backup", Attribute.text("cos_id", 64).orNull());
  private static final BodySchema DOWNLOAD =
      BodySchema.of("image-backup", Attribute.text("backup_host", 255).orNull());

  private final OperationCalls calls;
  private final ImageBackupReader backups;

  TransferRoutes(OperationCalls calls, ImageBackupReader backups) {
    this.calls = calls;
    this.backups = backups;
  }

  void register(OpenStackRoutes routes) {
    add(routes, "upload", new Direction(UploadImageBackup.class, "uploading", UPLOAD));
    add(routes, "download", new Direction(DownloadImageBackup.class, "downloading", DOWNLOAD));
  }

  private void add(OpenStackRoutes routes, String name, Direction direction) {
    String path = ImageBackupShape.PATH + "/{id}/" + name;
    Class<? extends Record> operation = direction.operation().asSubclass(Record.class);
    routes.add(Method.GET, path, operation, exchange -> get(exchange, direction));
    routes.add(Method.POST, path, operation, exchange -> post(exchange, direction));
  }

  /**
   * A way that an OVA goes.
   *
   * @param status the image backup's meanwhile
   * @param schema what may be sent
   */
  private record Direction(
      Class<? extends Request<?>> operation, String status, BodySchema schema) {

    Optional<ImageBackupInventory> running(ImageBackupInventory backup) {
      return Optional.of(backup).filter(b -> b.status().equals(status));
    }
  }

  private Answer get(Exchange exchange, Direction direction) {
    ImageBackupInventory backup = backups.required(exchange);
    ImageBackupInventory working =
        direction
            .running(backup)
            .orElseGet(() -> begun(exchange, direction, backup, Attributes.NONE, true));
    return accepted(working, exchange);
  }

  private Answer post(Exchange exchange, Direction direction) throws IOException {
    Attributes sent = exchange.bodyOrNone(direction.schema());
    ImageBackupInventory backup = backups.required(exchange);
    return accepted(begun(exchange, direction, backup, sent, false), exchange);
  }

  /**
   * Begins a transfer.
   *
   * @param joining whether another that began meanwhile is as good
   */
  private ImageBackupInventory begun(
      Exchange exchange,
      Direction direction,
      ImageBackupInventory backup,
      Attributes sent,
      boolean joining) {
    Map<String, @Nullable Object> values = ImageBackupRoutes.parameters(sent);
    values.put("uuid", backup.uuid());
    String task = calls.begin(exchange, direction.operation(), values);
    ImageBackupInventory now = backups.required(exchange, backup.uuid());
    if (task.equals(now.taskUuid()) || (joining && direction.running(now).isPresent())) {
      return now;
    }
    throw calls.failure(exchange, direction.operation(), task);
  }

  private static Answer accepted(ImageBackupInventory backup, Exchange exchange) {
    return new Answer(202, rooted("image_backup", ImageBackupShape.detailed(backup, exchange)));
  }
}
