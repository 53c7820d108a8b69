package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.strongroom.api.OperationModel;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.asset.Assets;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import org.strongroom.server.face.console.page.Page;

/** The page from which a file is uploaded as an image. */
public final class UploadPage {
  private static final String[] SAID = {
    "waiting",
    "sending",
    "proving",
    "same",
    "unpacked",
    "differs",
    "failed",
    "cancelled",
    "resume",
    "left",
    "other-file",
    "retrying",
    "ended"
  };

  private UploadPage() {}

  public static Page page(View view, Assets assets) {
    String title = view.say("upload.title");
    return new Page(
        List.of(new Frame.Crumb(view.say("images.title"), Listings.IMAGES.url())),
        title,
        all(
            el(
                "div.head",
                el("div", el("h1", text(title)), el("p.lead", text(view.say("upload.lead"))))),
            el("noscript", el("p.notice.noted", text(view.say("upload.no-script")))),
            form(view, assets)));
  }

  private static Node form(View view, Assets assets) {
    OperationModel add = Operations.of(AddImage.class);
    Fields fields = new Fields(view, add, Map.of());
    List<Part> parts = new ArrayList<>();
    parts.add(at("id", "upload"));
    parts.add(at("method", "post"));
    parts.add(at("action", "/console/upload"));
    parts.add(at("data-worker", assets.url("digest.js")));
    for (String each : SAID) {
      parts.add(at("data-" + each, view.say("upload." + each)));
    }
    parts.add(new Frame(view).token());
    parts.add(
        el(
            "div.drop",
            at("id", "drop"),
            el("label", at("for", "file"), text(view.say("upload.file"))),
            el("input", at("id", "file"), at("type", "file"), at("required", "")),
            el("p.hint", text(view.say("upload.drop")))));
    parts.add(
        el(
            "div.upload-state",
            at("id", "upload-state"),
            at("hidden", ""),
            el(
                "progress",
                at("id", "upload-bar"),
                at("max", "100"),
                at("value", "0"),
                at("aria-label", view.say("job.progress"))),
            el("p", at("id", "upload-words"), at("role", "status")),
            el("p.hint", at("id", "upload-digest"))));
    for (String each : new String[] {"name", "backupStorageUuids", "format", "mediaType"}) {
      parts.add(fields.of(add.parameter(each).orElseThrow()));
    }
    parts.add(
        el(
            "div.actions",
            el("button.primary", at("type", "submit"), text(view.say("upload.start"))),
            el(
                "button.danger",
                at("type", "button"),
                at("id", "upload-cancel"),
                at("hidden", ""),
                text(view.say("upload.cancel")))));
    parts.add(el("script", at("src", assets.url("upload.js")), at("defer", "")));
    return el("form.form.card", parts.toArray(Part[]::new));
  }
}
