package org.strongroom.server.face.powervc;

import static org.strongroom.server.face.openstack.Answer.rooted;

import java.util.List;
import org.strongroom.api.imagebackup.ExportImageBackup;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.server.face.openstack.Answer;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Fault;
import org.strongroom.server.face.openstack.OpenStackRoutes;
import org.strongroom.server.face.openstack.OpenStackRoutes.Method;

/** {@code /backups}: what the usual clients of the volume API see of image backups. */
final class VolumeBackupRoutes {
  private static final String ROOT = "backups";

  private final ImageBackupReader backups;

  VolumeBackupRoutes(ImageBackupReader backups) {
    this.backups = backups;
  }

  void register(OpenStackRoutes routes) {
    String all = VolumeBackupShape.PATH;
    routes.add(Method.GET, all, QueryImageBackup.class, this::list);
    routes.add(Method.GET, all + "/detail", QueryImageBackup.class, this::detail);
    routes.add(Method.GET, all + "/{id}", QueryImageBackup.class, this::show);
    routes.add(
        Method.POST,
        all,
        ExportImageBackup.class,
        exchange -> unavailable("Volumes can not be backed up here", "image-backups/export_image"));
    routes.add(
        Method.POST,
        all + "/{id}/restore",
        ImportImageBackup.class,
        exchange ->
            unavailable(
                "Backups can not be restored to volumes here", "image-backups/import_image"));
  }

  private static Answer unavailable(String what, String instead) {
    throw new Fault(
        501, "%s: there are no volumes. Use POST %s for images.".formatted(what, instead));
  }

  private ImageBackupReader.Page page(Exchange exchange) {
    return backups.page(exchange, VolumeBackupSearch.FILTERS, VolumeBackupSearch.ORDER);
  }

  private Answer list(Exchange exchange) {
    ImageBackupReader.Page page = page(exchange);
    List<?> shown =
        page.rows().stream().map(row -> VolumeBackupShape.named(row, exchange)).toList();
    return Answer.ok(page.list(ROOT, shown));
  }

  private Answer detail(Exchange exchange) {
    ImageBackupReader.Page page = page(exchange);
    List<?> shown =
        page.rows().stream().map(row -> VolumeBackupShape.detailed(row, exchange)).toList();
    return Answer.ok(page.list(ROOT, shown));
  }

  private Answer show(Exchange exchange) {
    return Answer.ok(
        rooted("backup", VolumeBackupShape.detailed(backups.required(exchange), exchange)));
  }
}
