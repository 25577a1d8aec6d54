package dev.switchboard.e2e.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The panel in Chromium, as one person sees it in a profile of their own. Notes what the content
 * security policy refused, requests to other hosts, and scripts that failed. For tests.
 */
final class PanelBrowser implements AutoCloseable {
  private static final String NOTE_VIOLATIONS =
      """
      document.addEventListener('securitypolicyviolation', event =>
        console.error('CSP refused ' + event.violatedDirective + ' ' + event.blockedURI));
      """;

  private final RunningProduct product;
  private final Page page;
  private final List<String> faults = new CopyOnWriteArrayList<>();

  PanelBrowser(RunningProduct product, Chromium chromium) {
    this.product = product;
    this.page = chromium.open("about:blank");
    page.addInitScript(NOTE_VIOLATIONS);
    page.onPageError(faults::add);
    page.onConsoleMessage(message -> {
      String text = message.text();
      if (text.contains("CSP refused") || text.contains("Content Security Policy")) {
        faults.add(text);
      }
    });
    page.onRequest(request -> {
      URI asked = URI.create(request.url());
      if (page.url().startsWith(root()) && !request.isNavigationRequest() && foreign(asked)) {
        faults.add("asked another host: " + asked);
      }
    });
  }

  private boolean foreign(URI asked) {
    return asked.getHost() != null && !asked.toString().startsWith(root());
  }

  private String root() {
    return url("/");
  }

  String url(String path) {
    return "http://127.0.0.1:" + product.port() + path;
  }

  Page page() {
    return page;
  }

  /** Opens a page of the panel. */
  PanelBrowser at(String path) {
    page.navigate(url(path));
    return this;
  }

  /** From the landing page, by the look-alike's page of consent, to the shell. */
  PanelBrowser signIn(String person) {
    link("Sign in with Discord").click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(person).setExact(true))
        .click();
    return this;
  }

  PanelBrowser sized(int width, int height) {
    page.setViewportSize(width, height);
    return this;
  }

  PanelBrowser dark(boolean dark) {
    page.emulateMedia(
        new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    return this;
  }

  Locator heading(String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator menuItem(String name) {
    return page.getByRole(
        AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The dialog that asks before an act. */
  Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  /** Presses the button of the dialog that has this name. */
  void confirm(String name) {
    dialog()
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  boolean isWiderThanTheScreen() {
    return (Boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  /** A picture of the page, for people, in {@code target/panel-pictures}. */
  void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/panel-pictures", name + ".png")));
  }

  /** Nothing was refused by the policy, asked of another host, or thrown by a script. */
  void assertClean() {
    assertThat(faults).isEmpty();
  }

  @Override
  public void close() {
    page.context().close();
  }
}
