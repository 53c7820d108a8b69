package org.strongroom.server.face.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What has to hold for each page, whatever it shows. */
final class SoundPage {
  private SoundPage() {}

  static void check(String path, Document page, String... secrets) {
    assertThat(page.select("script:not([src]), style, [style], iframe, object, embed, base"))
        .as(path)
        .isEmpty();
    assertThat(page.select("img")).as(path + " has an image that a name brought").isEmpty();
    for (Element element : page.getAllElements()) {
      element
          .attributes()
          .forEach(attribute -> {
            assertThat(attribute.getKey()).as(path).doesNotStartWith("on").isNotEqualTo("srcdoc");
            if (Set.of("href", "src", "action", "hx-get").contains(attribute.getKey())) {
              assertThat(attribute.getValue()).as(path).matches("[#/].*").doesNotStartWith("//");
            }
          });
    }
    assertThat(page.select("h1")).as(path).hasSize(1);
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    for (Element field : page.select("input:not([type=hidden]), select, textarea")) {
      boolean named =
          !page.select("label[for=" + field.id() + "]").isEmpty()
              || field.hasAttr("aria-label")
              || field.closest("label") != null;
      assertThat(named).as(path + ": " + field).isTrue();
    }
    for (Element form : page.select("form[method=post]")) {
      boolean preferences = form.attr("action").equals("/console/preferences");
      assertThat(preferences || !form.select("input[name=token]").isEmpty()).as(path).isTrue();
    }
    assertThat(page.select("[id]").eachAttr("id")).as(path).doesNotHaveDuplicates();
    String shown = page.outerHtml();
    assertThat(shown).as(path).doesNotContain(ConsoleServer.PASSWORD);
    for (String secret : secrets) {
      assertThat(shown).as(path).doesNotContain(secret);
    }
  }
}
