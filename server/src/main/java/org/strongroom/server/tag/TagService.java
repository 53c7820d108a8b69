package org.strongroom.server.tag;

import static org.strongroom.server.catalog.system.TagTable.TAG;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.SystemTagInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.api.tag.CreateSystemTag;
import org.strongroom.api.tag.CreateSystemTags;
import org.strongroom.api.tag.CreateUserTag;
import org.strongroom.api.tag.DeleteTag;
import org.strongroom.api.tag.QuerySystemTag;
import org.strongroom.api.tag.QueryUserTag;
import org.strongroom.api.tag.UpdateSystemTag;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.OwnedResources;
import org.strongroom.server.catalog.StaleManifests;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.query.Queries;

/** User tags, any text, and system tags, texts of known forms, on resources (Tags). */
public final class TagService {
  private static final int MOST_OF_A_RESOURCE = 1000;
  private static final String USER = "User";
  private static final String SYSTEM = "System";

  /** Of one kind, on one resource. */
  private static final int MOST_RESTORED = 10_000;

  private final Database database;
  private final Queries queries;
  private final TaggedResources resources;
  private final InstantSource clock;

  public TagService(Database database, Queries queries, InstantSource clock) {
    this.database = database;
    this.queries = queries;
    this.resources = new TaggedResources();
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.answer(
        QueryUserTag.class,
        (request, caller) ->
            database.read(
                sql -> queries.find(sql, UserTagInventory.class, request.query(), seenBy(caller))));
    operations.answer(
        QuerySystemTag.class,
        (request, caller) ->
            database.read(sql ->
                queries.find(sql, SystemTagInventory.class, request.query(), seenBy(caller))));
    operations.change(CreateUserTag.class, this::createUserTag);
    operations.change(CreateSystemTag.class, this::createSystemTag);
    operations.change(CreateSystemTags.class, this::createSystemTags);
    operations.change(UpdateSystemTag.class, this::updateSystemTag);
    operations.change(DeleteTag.class, this::delete);
  }

  private static Condition seenBy(Caller caller) {
    return OwnedResources.seenBy(caller, TAG.RESOURCE_TYPE, TAG.RESOURCE_UUID);
  }

  /**
   * Checks the tags of a creating call, before anything is done for it.
   *
   * @throws ApiException SYS.1007 for the first that can not be taken
   */
  public void check(ResourceType type, NewResource created) {
    created.userTags().forEach(TagService::checkedText);
    created.systemTags().forEach(tag -> SystemTagForms.checked(type, tag));
    for (List<String> tags : List.of(created.userTags(), created.systemTags())) {
      if (tags.stream().distinct().count() < tags.size()) {
        throw ApiException.invalid("the same tag is given twice");
      }
    }
  }

  /** Puts the tags of a creating call on the new resource, in the transaction that creates it. */
  public void create(
      ResourceType type, String resourceUuid, NewResource created, Transaction transaction) {
    for (String tag : created.userTags()) {
      insert(USER, type, resourceUuid, checkedText(tag), transaction);
    }
    for (String tag : created.systemTags()) {
      insert(SYSTEM, type, resourceUuid, SystemTagForms.checked(type, tag), transaction);
    }
  }

  /**
   * Puts tags on a resource that came back; what callers could not have put there is left out.
   *
   * @param created with the tags, from whoever wrote them where the resource lay
   * @return how many were left out
   */
  public int restore(
      ResourceType type, String resourceUuid, NewResource created, Transaction transaction) {
    List<String> user = taken(created.userTags(), TagService::checkedText);
    List<String> system =
        taken(created.systemTags(), tag -> SystemTagForms.checked(type, checkedText(tag)));
    user.forEach(tag -> insert(USER, type, resourceUuid, tag, transaction));
    system.forEach(tag -> insert(SYSTEM, type, resourceUuid, tag, transaction));
    return created.userTags().size() + created.systemTags().size() - user.size() - system.size();
  }

  private static List<String> taken(List<String> tags, UnaryOperator<String> check) {
    return tags.stream()
        .filter(tag -> {
          try {
            return tag != null && check.apply(tag).indexOf('\0') < 0;
          } catch (ApiException e) {
            return false;
          }
        })
        .distinct()
        .limit(MOST_RESTORED)
        .toList();
  }

  /** Takes all tags of a resource away, in the transaction in which it goes. */
  public void deleteAll(ResourceType type, String resourceUuid, Transaction transaction) {
    transaction
        .sql()
        .deleteFrom(TAG)
        .where(TAG.RESOURCE_UUID.eq(resourceUuid))
        .and(TAG.RESOURCE_TYPE.eq(type.entityName()))
        .execute();
  }

  private InventoryReply<UserTagInventory> createUserTag(
      CreateUserTag request, Call call, Transaction transaction) {
    ResourceType type = resources.type(request.resourceType());
    resources.check(type, request.resourceUuid(), call.caller(), transaction);
    Inserted made =
        insert(USER, type, request.resourceUuid(), checkedText(request.tag()), transaction);
    return new InventoryReply<>(
        new UserTagInventory(
            made.uuid(),
            request.resourceUuid(),
            type.entityName(),
            request.tag(),
            USER,
            made.at(),
            made.at()));
  }

  private InventoryReply<SystemTagInventory> createSystemTag(
      CreateSystemTag request, Call call, Transaction transaction) {
    ResourceType type = resources.type(request.resourceType());
    resources.check(type, request.resourceUuid(), call.caller(), transaction);
    return new InventoryReply<>(
        systemTag(type, request.resourceUuid(), request.tag(), transaction));
  }

  private CreateSystemTags.Reply createSystemTags(
      CreateSystemTags request, Call call, Transaction transaction) {
    ResourceType type = resources.type(request.resourceType());
    resources.check(type, request.resourceUuid(), call.caller(), transaction);
    return new CreateSystemTags.Reply(
        request.tags().stream()
            .map(tag -> systemTag(type, request.resourceUuid(), tag, transaction))
            .toList());
  }

  private SystemTagInventory systemTag(
      ResourceType type, String resourceUuid, String tag, Transaction transaction) {
    Inserted made =
        insert(SYSTEM, type, resourceUuid, SystemTagForms.checked(type, tag), transaction);
    return new SystemTagInventory(
        made.uuid(), resourceUuid, type.entityName(), tag, SYSTEM, false, made.at(), made.at());
  }

  private InventoryReply<SystemTagInventory> updateSystemTag(
      UpdateSystemTag request, Call call, Transaction transaction) {
    SystemTagInventory before =
        queries.byUuid(transaction.sql(), SystemTagInventory.class, request.uuid()).orElseThrow();
    ResourceType type = ResourceType.ofEntityName(before.resourceType()).orElseThrow();
    if (!SystemTagForms.checked(type, request.tag()).equals(before.tag())) {
      SystemTagForms.checkSameForm(type, before.tag(), request.tag());
      refuseTwice(SYSTEM, before.resourceUuid(), request.tag(), transaction);
      transaction
          .sql()
          .update(TAG)
          .set(TAG.TEXT, request.tag())
          .set(TAG.UPDATED, clock.millis())
          .where(TAG.UUID.eq(request.uuid()))
          .execute();
      changed(type, before.resourceUuid(), transaction);
    }
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), SystemTagInventory.class, request.uuid()).orElseThrow());
  }

  private EmptyReply delete(DeleteTag request, Call call, Transaction transaction) {
    var tag = transaction.sql().selectFrom(TAG).where(TAG.UUID.eq(request.uuid())).fetchOne();
    if (tag != null) {
      if (tag.get(TAG.INHERENT)) {
        throw ApiException.refused(
            "system tag '%s' came with its resource and can not be deleted"
                .formatted(tag.get(TAG.TEXT)));
      }
      ResourceType type = ResourceType.ofEntityName(tag.get(TAG.RESOURCE_TYPE)).orElseThrow();
      resources.check(type, tag.get(TAG.RESOURCE_UUID), call.caller(), transaction);
      transaction.sql().deleteFrom(TAG).where(TAG.UUID.eq(request.uuid())).execute();
      changed(type, tag.get(TAG.RESOURCE_UUID), transaction);
    }
    return new EmptyReply();
  }

  /** The tags of images are in their manifests too. */
  private static void changed(ResourceType type, String resourceUuid, Transaction transaction) {
    if (type == ResourceType.IMAGE) {
      StaleManifests.ofImage(resourceUuid, transaction);
    }
  }

  private Inserted insert(
      String kind, ResourceType type, String resourceUuid, String text, Transaction transaction) {
    refuseTwice(kind, resourceUuid, text, transaction);
    refuseTooMany(resourceUuid, transaction);
    Inserted made = new Inserted(Uuid.random(), clock.instant());
    transaction
        .insertInto(TAG)
        .set(TAG.UUID, made.uuid())
        .set(TAG.RESOURCE_UUID, resourceUuid)
        .set(TAG.RESOURCE_TYPE, type.entityName())
        .set(TAG.KIND, kind)
        .set(TAG.TEXT, text)
        .set(TAG.INHERENT, false)
        .set(TAG.CREATED, made.at().toEpochMilli())
        .set(TAG.UPDATED, made.at().toEpochMilli())
        .execute();
    changed(type, resourceUuid, transaction);
    return made;
  }

  /** They go together with their resource, in one transaction that others wait for. */
  private static void refuseTooMany(String resourceUuid, Transaction transaction) {
    int there = transaction.sql().fetchCount(TAG, TAG.RESOURCE_UUID.eq(resourceUuid));
    if (there >= MOST_OF_A_RESOURCE) {
      throw ApiException.refused(
          "resource %s has %d tags already, the most that it may have"
              .formatted(resourceUuid, there));
    }
  }

  private static void refuseTwice(
      String kind, String resourceUuid, String text, Transaction transaction) {
    boolean there =
        transaction
            .sql()
            .fetchExists(
                TAG, TAG.RESOURCE_UUID.eq(resourceUuid), TAG.KIND.eq(kind), TAG.TEXT.eq(text));
    if (there) {
      throw ApiException.busy("resource %s already has the tag '%s'".formatted(resourceUuid, text));
    }
  }

  private static String checkedText(String tag) {
    if (tag.isBlank() || tag.length() > 2048) {
      throw ApiException.invalid(
          "a user tag has from 1 to 2048 characters; this one has " + tag.length());
    }
    return tag;
  }

  private record Inserted(String uuid, Instant at) {}
}
