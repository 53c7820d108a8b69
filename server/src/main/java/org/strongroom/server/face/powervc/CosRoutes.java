package org.strongroom.server.face.powervc;

import static org.strongroom.server.face.openstack.Answer.rooted;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.QueryReply;
import org.strongroom.api.bucket.DeregisterBucket;
import org.strongroom.api.bucket.GetBucketImages;
import org.strongroom.api.bucket.QueryBucket;
import org.strongroom.api.bucket.RegisterBucket;
import org.strongroom.api.bucket.UpdateBucket;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.face.openstack.Answer;
import org.strongroom.server.face.openstack.Attributes;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Fault;
import org.strongroom.server.face.openstack.Filters;
import org.strongroom.server.face.openstack.OpenStackRoutes;
import org.strongroom.server.face.openstack.OpenStackRoutes.Method;
import org.strongroom.server.face.openstack.OperationCalls;
import org.strongroom.server.face.openstack.Paging;

/** {@code /cos}: buckets (Registering IBM Cloud Object Storage). */
final class CosRoutes {
  private static final String ROOT = "cos";
  private static final Map<String, String> ORDER =
      Map.of(
          "id", "uuid",
          "name", "name",
          "display_name", "name",
          "type", "type",
          "bucket_name", "bucketName",
          "created_at", "createDate",
          "updated_at", "lastOpDate");

  private static final Filters FILTERS =
      Filters.none()
          .text("id", "uuid")
          .text("name", "name")
          .text("type", "type")
          .text("bucket_name", "bucketName")
          .text("project_id", "projectUuid");

  private final OperationCalls calls;

  CosRoutes(OperationCalls calls) {
    this.calls = calls;
  }

  void register(OpenStackRoutes routes) {
    String one = "/cos/{id}";
    routes.add(Method.POST, "/cos", RegisterBucket.class, this::create);
    routes.add(Method.GET, "/cos", QueryBucket.class, this::list);
    routes.add(Method.GET, one, QueryBucket.class, this::show);
    routes.add(Method.PUT, one, UpdateBucket.class, this::update);
    routes.add(Method.DELETE, one, DeregisterBucket.class, this::delete);
    routes.add(Method.GET, one + "/list_images", GetBucketImages.class, this::images);
  }

  private Answer create(Exchange exchange) throws IOException {
    Attributes sent = exchange.body(CosSchemas.REGISTER);
    Map<String, @Nullable Object> values = CosSchemas.parameters(sent);
    values.putIfAbsent("type", CosSchemas.usualType(sent));
    BucketInventory bucket = calls.done(exchange, RegisterBucket.class, values).inventory();
    return Answer.created(rooted(ROOT, CosShape.shown(bucket)));
  }

  private Answer list(Exchange exchange) {
    Paging paging =
        Paging.of(
            exchange,
            FILTERS,
            ORDER,
            "+createDate",
            marker -> find(exchange, marker).map(BucketInventory::uuid));
    QueryReply<BucketInventory> reply = query(exchange, paging.values());
    List<BucketInventory> rows = NodeReader.rows(reply);
    return Answer.ok(
        paging.list(
            ROOT,
            rows.stream().map(CosShape::shown).toList(),
            place -> rows.get(place).uuid(),
            reply.total()));
  }

  private Answer show(Exchange exchange) {
    return Answer.ok(rooted(ROOT, CosShape.shown(required(exchange))));
  }

  private Answer update(Exchange exchange) throws IOException {
    Map<String, @Nullable Object> values = CosSchemas.parameters(exchange.body(CosSchemas.UPDATE));
    BucketInventory bucket = required(exchange);
    if (!values.isEmpty()) {
      values.put("uuid", bucket.uuid());
      bucket = calls.done(exchange, UpdateBucket.class, values).inventory();
    }
    return Answer.ok(rooted(ROOT, CosShape.shown(bucket)));
  }

  private Answer delete(Exchange exchange) {
    boolean force = exchange.flag("force");
    Map<String, @Nullable Object> values =
        Map.of("uuid", required(exchange).uuid(), "force", force);
    calls.done(exchange, DeregisterBucket.class, values);
    return Answer.noContent();
  }

  private Answer images(Exchange exchange) {
    Map<String, @Nullable Object> values = Map.of("uuid", required(exchange).uuid());
    GetBucketImages.Reply found = calls.answerThere(exchange, GetBucketImages.class, values);
    return Answer.ok(rooted("images", found.images().stream().map(CosShape::image).toList()));
  }

  private BucketInventory required(Exchange exchange) {
    String id = exchange.path("id");
    return find(exchange, id).orElseThrow(() -> Fault.notFound("COS", id));
  }

  private Optional<BucketInventory> find(Exchange exchange, String id) {
    String uuid = id.replace("-", "").toLowerCase(Locale.ROOT);
    return NodeReader.rows(query(exchange, Map.of("uuid", uuid))).stream().findFirst();
  }

  private QueryReply<BucketInventory> query(Exchange exchange, Map<String, Object> values) {
    Map<String, @Nullable Object> parameters = new HashMap<>(values);
    return calls.answer(exchange, QueryBucket.class, parameters);
  }
}
