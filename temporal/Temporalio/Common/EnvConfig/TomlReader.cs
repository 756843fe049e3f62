using System.Globalization;
using System.Text;

namespace Temporalio.Common.EnvConfig;

/// <summary>
/// Reads the part of TOML that configuration files use: tables with dotted and quoted names, text on one or more lines,
/// truth values, whole numbers and inline tables. Arrays, other numbers and dates are refused.
/// </summary>
internal sealed class TomlReader(string text)
{
    private int _at;
    private int _line = 1;

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="InvalidOperationException">The text cannot be understood; the message has the line.</exception>
    public Dictionary<string, object> Read()
    {
        Dictionary<string, object> root = [];
        var table = root;
        while (SkipToContent())
        {
            if (Take('['))
            {
                table = Descend(root, ReadKey());
                Expect(']');
            }
            else
            {
                ReadPair(table);
            }
            EndLine();
        }
        return root;
    }

    private static bool IsBare(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private void ReadPair(Dictionary<string, object> table)
    {
        var key = ReadKey();
        Expect('=');
        SkipSpaces();
        if (!Descend(table, key[..^1]).TryAdd(key[^1], ReadValue()))
        {
            throw Fault($"duplicate key {key[^1]}");
        }
    }

    private Dictionary<string, object> ReadInlineTable()
    {
        Dictionary<string, object> table = [];
        SkipSpaces();
        if (Take('}'))
        {
            return table;
        }
        do
        {
            ReadPair(table);
            SkipSpaces();
        }
        while (Take(','));
        Expect('}');
        return table;
    }

    private Dictionary<string, object> Descend(Dictionary<string, object> table, IEnumerable<string> path)
    {
        foreach (var name in path)
        {
            if (!table.TryGetValue(name, out var inner))
            {
                table[name] = inner = new Dictionary<string, object>();
            }
            table = inner as Dictionary<string, object> ?? throw Fault($"{name} is no table");
        }
        return table;
    }

    private string[] ReadKey()
    {
        List<string> parts = [];
        do
        {
            SkipSpaces();
            parts.Add(Peek() is '"' or '\'' ? ReadText() : ReadWhile(IsBare));
            if (parts[^1].Length == 0)
            {
                throw Fault("a name is missing");
            }
            SkipSpaces();
        }
        while (Take('.'));
        return [.. parts];
    }

    private object ReadValue()
    {
        if (Peek() is '"' or '\'')
        {
            return ReadText();
        }
        if (Take('{'))
        {
            return ReadInlineTable();
        }
        var word = ReadWhile(c => IsBare(c) || c is '+' or '.');
        return word switch
        {
            "true" => true,
            "false" => false,
            _ when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) => n,
            _ => throw Fault($"value {word} is not supported"),
        };
    }

    private string ReadText()
    {
        var quote = text[_at];
        var isLong = string.CompareOrdinal(text, _at, new string(quote, 3), 0, 3) == 0;
        var end = new string(quote, isLong ? 3 : 1);
        _at += end.Length;
        if (isLong && Take('\r') | Take('\n'))
        {
            _line++;
        }
        var value = new StringBuilder();
        while (string.CompareOrdinal(text, _at, end, 0, end.Length) != 0)
        {
            var c = Next();
            if (c == '\n' && !isLong)
            {
                throw Fault("text is not closed");
            }
            value.Append(c == '\\' && quote == '"' ? ReadEscape() : c.ToString());
        }
        _at += end.Length;
        return value.ToString();
    }

    private string ReadEscape()
    {
        var c = Next();
        switch (c)
        {
            case 'n':
                return "\n";
            case 't':
                return "\t";
            case 'r':
                return "\r";
            case '"' or '\\':
                return c.ToString();
            case 'u' or 'U':
                var digits = c == 'u' ? 4 : 8;
                if (_at + digits > text.Length
                    || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.HexNumber, null, out var code))
                {
                    throw Fault("a Unicode escape is broken");
                }
                _at += digits;
                return char.ConvertFromUtf32(code);
            case '\n' or '\r':
                while (char.IsWhiteSpace(Peek()))
                {
                    Next();
                }
                return string.Empty;
            default:
                throw Fault($"escape \\{c} is not known");
        }
    }

    private bool SkipToContent()
    {
        while (_at < text.Length)
        {
            if (Peek() == '#')
            {
                ReadWhile(c => c != '\n');
            }
            else if (!char.IsWhiteSpace(Peek()))
            {
                return true;
            }
            else
            {
                Next();
            }
        }
        return false;
    }

    private void EndLine()
    {
        SkipSpaces();
        if (_at < text.Length && Peek() is not ('#' or '\r' or '\n'))
        {
            throw Fault($"unexpected {Peek()}");
        }
    }

    private void SkipSpaces() => ReadWhile(c => c is ' ' or '\t');

    private string ReadWhile(Func<char, bool> accept)
    {
        var start = _at;
        while (_at < text.Length && accept(text[_at]))
        {
            _at++;
        }
        return text[start.._at];
    }

    private void Expect(char c)
    {
        SkipSpaces();
        if (!Take(c))
        {
            throw Fault($"{c} is missing");
        }
    }

    private bool Take(char c)
    {
        if (Peek() != c)
        {
            return false;
        }
        _at++;
        return true;
    }

    private char Next()
    {
        if (_at >= text.Length)
        {
            throw Fault("text is not closed");
        }
        var c = text[_at++];
        _line += c == '\n' ? 1 : 0;
        return c;
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private InvalidOperationException Fault(string what) =>
        EnvConfigErrors.Loading($"TOML parse error at line {_line}: {what}");
}
