package org.strongroom.server.face.powervc;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.QueryReply;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Fault;
import org.strongroom.server.face.openstack.Filters;
import org.strongroom.server.face.openstack.OperationCalls;
import org.strongroom.server.face.openstack.Paging;

/** Finds image backups for requests. */
final class ImageBackupReader {
  private static final String NOUN = "Image backup";

  /** Lists begin with the newest, as those of volumes do. */
  private static final String USUAL_ORDER = "-createDate";

  private final OperationCalls calls;

  ImageBackupReader(OperationCalls calls) {
    this.calls = calls;
  }

  /**
   * The image backup that the path names.
   *
   * @throws Fault 404 if there is none in the caller's project
   */
  ImageBackupInventory required(Exchange exchange) {
    return required(exchange, exchange.path("id"));
  }

  ImageBackupInventory required(Exchange exchange, String id) {
    return find(exchange, id).orElseThrow(() -> Fault.notFound(NOUN, id));
  }

  private Optional<ImageBackupInventory> find(Exchange exchange, String id) {
    String uuid = id.replace("-", "").toLowerCase(Locale.ROOT);
    return rows(exchange, Map.of("uuid", uuid)).stream().findFirst();
  }

  /** The one on which a task works, or did last. */
  Optional<ImageBackupInventory> ofTask(Exchange exchange, String task) {
    return rows(exchange, Map.of("q", List.of("taskUuid=" + task))).stream().findFirst();
  }

  private List<ImageBackupInventory> rows(Exchange exchange, Map<String, Object> values) {
    return NodeReader.rows(find(exchange, values));
  }

  private QueryReply<ImageBackupInventory> find(Exchange exchange, Map<String, Object> values) {
    Map<String, @Nullable Object> parameters = new HashMap<>(values);
    return calls.answer(exchange, QueryImageBackup.class, parameters);
  }

  /**
   * The part of the list that a request asks for.
   *
   * @param filters what it can be narrowed by
   * @param order what it can be sorted by
   */
  Page page(Exchange exchange, Filters filters, Map<String, String> order) {
    Paging paging =
        Paging.of(
            exchange,
            filters,
            order,
            USUAL_ORDER,
            marker -> find(exchange, marker).map(ImageBackupInventory::uuid));
    QueryReply<ImageBackupInventory> reply = find(exchange, paging.values());
    return new Page(paging, NodeReader.rows(reply), reply.total());
  }

  /** Rows of a list, and where it goes on. */
  record Page(Paging paging, List<ImageBackupInventory> rows, @Nullable Long total) {

    Map<String, @Nullable Object> list(String root, List<?> shown) {
      return paging.list(root, shown, place -> rows.get(place).uuid(), total);
    }
  }
}
