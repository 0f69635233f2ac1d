// Checks PDF files against PDF/UA-1 or PDF/A with veraPDF's engine. Reads the name of a profile, a tab and a path on
// each line, answers with one line of JSON: {"checks": 6237, "failures": ["7.1-9: ... @ place", ...]}.
// The jar leaves out what loads profiles in the usual way (JAXB), so the profile's XML is read here.

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public class Check {
  private static final String PROFILES = "org/verapdf/pdfa/validation/";

  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // what the engine prints is no answer
    VeraGreenfieldFoundryProvider.initialise();
    Map<String, ValidationProfile> profiles = new HashMap<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split("\t", 2);
      if (!profiles.containsKey(words[0])) {
        profiles.put(words[0], readProfile(words[0]));
      }
      answers.println(check(profiles.get(words[0]), new File(words[1])));
    }
  }

  private static String check(ValidationProfile profile, File file) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 1000, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      Map<String, String> failures = new LinkedHashMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          RuleId rule = assertion.getRuleId();
          String message = assertion.getErrorMessage() == null ? assertion.getMessage() : assertion.getErrorMessage();
          String name = rule.getClause() + "-" + rule.getTestNumber();
          failures.putIfAbsent(name, name + ": " + message + " @ " + assertion.getLocation().getContext());
        }
      }
      if (!result.isCompliant() && failures.isEmpty()) {
        failures.put("", "not compliant, for no named reason");
      }
      return answer(result.getTotalAssertions(), failures.values());
    } catch (Exception error) {
      return answer(0, List.of("the file could not be checked: " + error));
    }
  }

  private static String answer(int checks, Iterable<String> failures) {
    List<String> quoted = new ArrayList<>();
    for (String failure : failures) {
      StringBuilder text = new StringBuilder("\"");
      for (char letter : failure.toCharArray()) {
        if (letter == '"' || letter == '\\') {
          text.append('\\').append(letter);
        } else {
          text.append(letter < ' ' ? ' ' : letter);
        }
      }
      quoted.add(text.append('"').toString());
    }
    return "{\"checks\": " + checks + ", \"failures\": [" + String.join(", ", quoted) + "]}";
  }

  private static ValidationProfile readProfile(String name) throws Exception {
    Element root;
    try (InputStream xml = Check.class.getClassLoader().getResourceAsStream(PROFILES + name + ".xml")) {
      root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
    }
    Set<Rule> rules = new HashSet<>();
    for (Element rule : children(child(root, "rules"), "rule")) {
      rules.add(readRule(rule));
    }
    Set<Variable> variables = new HashSet<>();
    for (Element variable : children(child(root, "variables"), "variable")) {
      variables.add(
          Profiles.variableFromValues(
              variable.getAttribute("name"), variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
    }
    if (rules.size() < 100) {
      throw new IllegalStateException("the profile has only " + rules.size() + " rules");
    }
    PDFAFlavour flavour = PDFAFlavour.valueOf(root.getAttribute("flavour"));
    return Profiles.profileFromValues(
        flavour, Profiles.profileDetailsFromValues(name, "", "", new Date(0)), "", rules, variables);
  }

  private static Rule readRule(Element rule) {
    Element id = child(rule, "id");
    Element error = child(rule, "error");
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element argument : children(child(error, "arguments"), "argument")) {
      String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
      arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
    }
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber"))),
        rule.getAttribute("object"),
        rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
        rule.getAttribute("tags"),
        text(rule, "description"),
        text(rule, "test"),
        Profiles.errorFromValues(text(error, "message"), arguments),
        new ArrayList<>());
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent();
  }

  private static Element child(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getNodeName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
