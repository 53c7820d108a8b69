package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Listing;

/** The page of a backup node: how it is, how full the storage is that it is, what lies there. */
final class NodeParts {
  private final View view;

  NodeParts(View view) {
    this.view = view;
  }

  Node of(Listing listing, BackupNodeInventory node) {
    List<BackupStorageInventory> found =
        view.may(QueryBackupStorage.class)
            ? view.find(QueryBackupStorage.class, 1, "+name", "uuid=" + node.uuid())
            : List.of();
    StorageStanding storage = new StorageStanding(view);
    return all(
        all(found.stream().map(storage::trouble)),
        el(
            "div.columns",
            el("div.stack", all(found.stream().map(each -> storage.capacity(each, storage(each))))),
            el(
                "section.card",
                el("div.section-head", el("h2", text(view.say("facts")))),
                Facts.some(
                    node,
                    view,
                    List.of(
                        "id",
                        "accessIp",
                        "sshPort",
                        "userId",
                        "backupNodeId",
                        "uniqueId",
                        "cosDefault",
                        "projectUuid",
                        "registeredDate",
                        "lastOpDate",
                        "uuid")))),
        new Related(view).of(listing, node.uuid()),
        el(
            "div.columns",
            new Entries(view).jobsOf(node.uuid()),
            new Entries(view).eventsOf(node.uuid())));
  }

  /** A node is a storage, whose page has its history and its files. */
  private Node storage(BackupStorageInventory storage) {
    return link(
        Listings.STORAGES.url(storage), at("class", "button"), text(view.say("node.storage")));
  }
}
