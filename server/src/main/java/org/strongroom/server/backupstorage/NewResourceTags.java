package org.strongroom.server.backupstorage;

import java.util.List;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;

/** Gives a new resource the tags that came with the call that made it. */
@FunctionalInterface
public interface NewResourceTags {
  void create(
      ResourceType type,
      String resourceUuid,
      List<String> userTags,
      List<String> systemTags,
      Call call,
      Transaction transaction);
}
