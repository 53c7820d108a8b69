package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import java.util.Optional;
import org.strongroom.api.backupstorage.TestSftpBackupStorage;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.page.Page;

/**
 * The first step of adding a Linux server: its address. Only when its host key was shown and
 * confirmed is anything secret asked for.
 */
public final class HostKeyPage {
  private HostKeyPage() {}

  /** The form that asks for the address. */
  public static Page page(View view, String hostname, String port, Optional<String> problem) {
    String title = view.texts().operation("AddSftpBackupStorage");
    return new Page(
        List.of(new Frame.Crumb(view.say("storages.title"), Listings.STORAGES.url())),
        title,
        all(
            el(
                "div.head",
                el("div", el("h1", text(title)), el("p.lead", text(view.say("host-key.lead"))))),
            problem
                .map(words ->
                    el(
                        "div.notice.bad",
                        at("role", "alert"),
                        el("h2", text(view.say("host-key.failed"))),
                        el("p", foreign(words)),
                        el("p", text(view.say("host-key.failed.next")))))
                .orElse(Node.NONE),
            el(
                "form.form.card",
                at("method", "post"),
                at("action", "/console/host-key"),
                new Frame(view).token(),
                el(
                    "div.field",
                    el("label", at("for", "hostname"), text(view.texts().field("hostname"))),
                    el(
                        "input",
                        at("id", "hostname"),
                        at("name", "hostname"),
                        at("value", hostname),
                        at("required", ""),
                        at("maxlength", "255"),
                        at("autocomplete", "off"),
                        at("autocapitalize", "none"),
                        at("spellcheck", "false")),
                    el("p.hint", text(view.say("host-key.host")))),
                el(
                    "div.field",
                    el("label", at("for", "sshPort"), text(view.texts().field("sshPort"))),
                    el(
                        "input",
                        at("id", "sshPort"),
                        at("name", "sshPort"),
                        at("type", "number"),
                        at("min", "1"),
                        at("max", "65535"),
                        at("value", port.isEmpty() ? "22" : port))),
                el(
                    "div.actions",
                    el("button.primary", at("type", "submit"), text(view.say("host-key.show"))),
                    link(
                        "/console/storages",
                        at("class", "button quiet"),
                        text(view.say("form.back")))))));
  }

  /** The key, to be compared, above the fields of the second step. */
  static Node shown(View view, String host, String algorithm, String fingerprint) {
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("host-key.title")))),
        el(
            "dl.facts",
            el("div", el("dt", text(view.texts().field("hostname"))), el("dd", foreign(host))),
            algorithm.isEmpty()
                ? Node.NONE
                : el(
                    "div",
                    el("dt", text(view.say("host-key.algorithm"))),
                    el("dd", foreign(algorithm))),
            el(
                "div",
                el("dt", text(view.texts().field("hostKeyFingerprint"))),
                el("dd", el("code", foreign(fingerprint))))),
        el("p", text(view.say("host-key.compare"))),
        el("pre", text("ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub")));
  }

  /** The key that a test showed. */
  public static Node shown(View view, String host, TestSftpBackupStorage.Reply tested) {
    return shown(view, host, tested.hostKeyAlgorithm(), tested.hostKeyFingerprint());
  }
}
