"""Patterns: from RE2, which DuckDB uses, to java.util.regex, which Spark uses.

The translation keeps what a pattern matches. Where the two read the same text differently, the
Java pattern spells out what RE2 means:

    $        end of the text only; Java also stops before a last line end
    .        any character but \\n; Java leaves out other line ends too
    \\s       [\\t\\n\\f\\r ]; Java adds \\x0B
    \\b       between ASCII letters, digits and _; Java 17 looks at all letters
    (?i)     simple folding: k also matches U+212A, s also U+017F, and i no dotless or dotted i
    [ & ~    plain characters in a class; in Java they nest, intersect and so on
"""

import unicodedata

WORD = "\\w"  # 0-9, A-Z, a-z and _; Java compiles it to one comparison, and ranges to one for each
BOUNDARY = {
    "b": f"(?:(?<!{WORD})(?={WORD})|(?<={WORD})(?!{WORD}))",
    "B": f"(?:(?<={WORD})(?={WORD})|(?<!{WORD})(?!{WORD}))",
}
CLASSES = {
    "s": "\\t\\n\\f\\r ", "d": "0-9", "w": WORD,
}
POSIX = {
    "alpha": "A-Za-z", "digit": "0-9", "alnum": "0-9A-Za-z", "upper": "A-Z", "lower": "a-z",
    "space": "\\t\\n\\x0B\\f\\r ", "blank": "\\t ", "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f",
    "punct": "!-/:-@\\[-`{-~",
}


class Unsupported(Exception):
    """A pattern holds what this translation does not know."""


def folded(letter):
    """All letters that RE2 takes for letter when it is blind to case, letter first."""
    same = [letter]
    for other in (letter.lower(), letter.upper(), letter.title()):
        if len(other) == 1 and other not in same and letter not in "İı" and other not in "İı":
            same.append(other)
    extra = {"k": "\u212a", "s": "\u017f", "å": "\u212b"}.get(letter.lower())
    if extra and extra not in same:
        same.append(extra)
    return same


def quoted(letter, in_class):
    """A letter as Java reads it literally."""
    special = "\\[]&^-~#" if in_class else "\\[](){}.*+?^$|#"
    return "\\" + letter if letter in special else letter


def to_java(pattern):
    """The Java pattern that matches what the RE2 pattern matches."""
    return _Translation(pattern).run()


class _Translation:
    def __init__(self, pattern):
        self.pattern = pattern
        self.at = 0
        self.flags = {"i": False, "s": False, "m": False}
        self.stack = []
        self.out = []

    def run(self):
        while self.at < len(self.pattern):
            self.step()
        if self.stack:
            raise Unsupported(f"open group in {self.pattern!r}")
        return "".join(self.out)

    def peek(self, offset=0):
        return self.pattern[self.at + offset:self.at + offset + 1]

    def step(self):
        letter = self.peek()
        self.at += 1
        if letter == "\\":
            self.out.append(self.escape())
        elif letter == "[":
            self.out.append(self.bracket())
        elif letter == "(":
            self.group()
        elif letter == ")":
            if self.stack:
                self.flags = self.stack.pop()
            self.out.append(")")
        elif letter == ".":
            self.out.append("(?s:.)" if self.flags["s"] else "[^\\n]")
        elif letter == "$":
            self.out.append("(?=\\n|\\z)" if self.flags["m"] else "\\z")
        elif letter == "^":
            self.out.append("(?:(?<=\\n)|\\A)" if self.flags["m"] else "\\A")
        elif letter == "{" and not self.counts():
            self.out.append("\\{")
        elif letter in "*+?|{":
            self.out.append(letter)
            if letter == "{":
                end = self.pattern.index("}", self.at)
                self.out.append(self.pattern[self.at:end + 1])
                self.at = end + 1
        else:
            self.out.append(self.literal(letter))

    def counts(self):
        """Whether the brace just read begins a count, {2} or {2,5}."""
        end = self.pattern.find("}", self.at)
        inside = self.pattern[self.at:end] if end > 0 else ""
        return bool(inside) and inside[0].isdigit() and all(c.isdigit() or c == "," for c in inside)

    def group(self):
        self.stack.append(dict(self.flags))
        if self.peek() != "?":
            self.out.append("(")
            return
        self.at += 1
        if self.peek() == "P" or self.peek() == "<":
            raise Unsupported(f"named group in {self.pattern!r}")
        on = True
        while self.peek() not in ":)":
            flag = self.peek()
            self.at += 1
            if flag == "-":
                on = False
            elif flag in self.flags:
                self.flags[flag] = on
            else:
                raise Unsupported(f"flag {flag!r} in {self.pattern!r}")
        if self.peek() == ")":  # (?i) holds to the end of the group around it
            self.stack.pop()
        else:
            self.out.append("(?:")
        self.at += 1

    def literal(self, letter):
        if not self.flags["i"]:
            return quoted(letter, False)
        same = folded(letter)
        if len(same) == 1:
            return quoted(letter, False)
        return "[" + "".join(quoted(c, True) for c in same) + "]"

    def escape(self):
        letter = self.peek()
        self.at += 1
        if letter in BOUNDARY:
            return self.boundary(letter)
        if letter.lower() in CLASSES:
            return ("[" if letter.islower() else "[^") + CLASSES[letter.lower()] + "]"
        if letter in "pP":
            return "\\" + letter + self.property()
        if letter in "Az":
            return "\\" + letter
        code = self.code(letter)
        if code is not None:
            return self.literal(code)
        raise Unsupported(f"\\{letter} in {self.pattern!r}")

    def boundary(self, letter):
        """A boundary; where the next character is known, only what is before it is looked at.
        Blind to case, s and k also stand for letters that RE2 sees no word in."""
        follows = self.peek()
        if letter == "b" and follows and follows.isascii() and follows.isalnum() \
                and not (self.flags["i"] and follows in "sSkK") \
                and self.pattern[self.at + 1:self.at + 2] not in ("?", "*", "{"):
            return f"(?<!{WORD})"
        return BOUNDARY[letter]

    def code(self, letter):
        """The character that an escape stands for; None where it stands for no single one."""
        if letter in "tnrfva":
            return {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}[letter]
        if letter == "x":
            if self.peek() == "{":
                end = self.pattern.index("}", self.at)
                digits, self.at = self.pattern[self.at + 1:end], end + 1
            else:
                digits, self.at = self.pattern[self.at:self.at + 2], self.at + 2
            return chr(int(digits, 16))
        if not letter.isalnum():
            return letter
        return None

    def property(self):
        if self.peek() == "{":
            end = self.pattern.index("}", self.at)
            name, self.at = self.pattern[self.at:end + 1], end + 1
            return name
        self.at += 1
        return "{" + self.pattern[self.at - 1] + "}"

    def bracket(self):
        out = "["
        if self.peek() == "^":
            out += "^"
            self.at += 1
        first = True
        while self.peek() != "]" or first:
            first = False
            if self.at >= len(self.pattern):
                raise Unsupported(f"open class in {self.pattern!r}")
            out += self.member()
        self.at += 1
        return out + "]"

    def member(self):
        """One character, range, escape or named class of a bracket."""
        if self.pattern.startswith("[:", self.at):
            end = self.pattern.index(":]", self.at)
            name, self.at = self.pattern[self.at + 2:end], end + 2
            return POSIX[name]
        begin = self.single()
        if len(begin) > 1:
            return begin
        if self.peek() == "-" and self.peek(1) not in ("]", ""):
            self.at += 1
            return self.range(begin, self.single())
        same = folded(begin) if self.flags["i"] else [begin]
        return "".join(coded(c) for c in same)

    def single(self):
        """A character of a bracket, or a class such as \\s as Java has it in brackets."""
        letter = self.peek()
        self.at += 1
        if letter != "\\":
            return letter
        letter = self.peek()
        self.at += 1
        if letter in CLASSES:
            return CLASSES[letter]
        if letter in "pP":
            return "\\" + letter + self.property()
        code = self.code(letter)
        if code is None:
            raise Unsupported(f"\\{letter} in {self.pattern!r}")
        return code

    def range(self, begin, end):
        out = coded(begin) + "-" + coded(end)
        if not self.flags["i"]:
            return out
        if ord(end) - ord(begin) > 128:
            raise Unsupported(f"long range, blind to case, in {self.pattern!r}")
        inside = {chr(c) for c in range(ord(begin), ord(end) + 1)}
        more = sorted({o for c in inside for o in folded(c)} - inside)
        return out + "".join(coded(c) for c in more)


def coded(letter):
    """A character in a Java class: as it is, escaped, or by its number where it does not print."""
    if letter.isascii() and letter.isprintable():
        return quoted(letter, True)
    if unicodedata.category(letter)[0] in "LNPS":
        return letter
    return f"\\x{{{ord(letter):X}}}"


def once(pattern):
    """A Java pattern that finds the first match alone: what is before it becomes group 1."""
    return "\\A((?s:.*?))(?:" + pattern + ")"


def replacement(text, shift=0):
    """A replacement of RE2, \\1 and \\\\, as Java reads it: $1, with groups shifted."""
    out, at = "", 0
    while at < len(text):
        letter = text[at]
        if letter == "\\" and text[at + 1:at + 2].isdigit():
            out += f"${int(text[at + 1]) + (shift if text[at + 1] != '0' else 0)}"
            at += 2
            if text[at:at + 1].isdigit():  # $1 and a digit would be group 10 and more
                raise Unsupported(f"digit after a group in {text!r}")
            continue
        if letter == "\\" and text[at + 1:at + 2] == "\\":
            out += "\\\\"
            at += 2
            continue
        out += "\\" + letter if letter in "$\\" else letter
        at += 1
    return out
