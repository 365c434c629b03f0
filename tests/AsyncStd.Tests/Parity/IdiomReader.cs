namespace AsyncStdTests.Parity;

using System.Reflection;
using System.Text.RegularExpressions;

/// <summary>Reads an idiom as code, as far as it is code, and looks up each type, member and call in it. Words between the code are passed over.</summary>
/// <remarks>Types follow from left to right, from what a name can mean to what a call can return; where they are lost, what comes behind is not checked.</remarks>
internal sealed partial class IdiomReader
{
    private const string Anything = "…";

    /// <summary>What the idioms call what the reader has at hand.</summary>
    private static readonly Dictionary<string, string[]> s_variables = new()
    {
        ["address"] = ["System.Net.IPAddress"],
        ["builder"] = ["System.Text.StringBuilder"],
        ["collection"] = ["System.Collections.Generic.ICollection`1"],
        ["condvar"] = ["AsyncStd.Sync.Condvar"],
        ["endPoint"] = ["System.Net.IPEndPoint", "System.Net.Sockets.UnixDomainSocketEndPoint"],
        ["enumerator"] = ["System.Collections.Generic.IAsyncEnumerator`1"],
        ["exception"] = ["System.Exception"],
        ["first"] = ["System.Collections.Generic.IAsyncEnumerable`1"],
        ["guard"] = ["AsyncStd.Sync.Mutex`1+Guard"],
        ["handle"] = ["System.Runtime.InteropServices.SafeHandle"],
        ["list"] = ["System.Collections.Generic.List`1", "System.Collections.Generic.LinkedList`1"],
        ["mutex"] = ["AsyncStd.Sync.Mutex`1"],
        ["path"] = ["System.String"],
        ["queue"] = ["System.Collections.Generic.Queue`1", "System.Collections.Generic.PriorityQueue`2"],
        ["receiver"] = ["AsyncStd.Channel.Receiver`1"],
        ["runtime"] = ["AsyncStd.Runtimes.Runtime"],
        ["rwLock"] = ["AsyncStd.Sync.RwLock`1"],
        ["sequence"] = ["System.Collections.Generic.IEnumerable`1"],
        ["set"] = ["System.Collections.Generic.HashSet`1", "System.Collections.Generic.SortedSet`1"],
        ["socket"] = ["System.Net.Sockets.Socket"],
        ["source"] = ["System.Collections.Generic.IAsyncEnumerable`1"],
        ["stream"] = ["System.IO.Stream"],
        ["weak"] = ["System.WeakReference`1"],
        ["writer"] = ["AsyncStd.Io.BufWriter"],
        ["x"] = ["System.Collections.Generic.KeyValuePair`2"],
    };

    /// <summary>What the reader's own code would have.</summary>
    private static readonly HashSet<string> s_readersOwn = ["Main", "MainAsync", "MyException", "Sentence_about_behaviour"];

    private readonly string[] _tokens;
    private readonly List<string> _found = [];
    private readonly List<string> _problems = [];
    private int _next;

    private IdiomReader(string idiom) => _tokens = [.. Token().Matches(idiom).Select(match => match.Value)];

    private string Current => At(0);

    public static IdiomReading Read(string idiom)
    {
        var reader = new IdiomReader(idiom);
        if (!idiom.StartsWith('<'))
        {
            while (reader._next < reader._tokens.Length)
            {
                reader.ReadUntilClosed();
                reader._next++; // one that closes nothing
            }
        }

        return new IdiomReading(reader._found, reader._problems);
    }

    private string At(int ahead) => _next + ahead < _tokens.Length ? _tokens[_next + ahead] : "";

    private string Take() => _tokens[_next++];

    /// <summary>Reads one operand after the other, up to what closes the parenthesis around; gives the types if there was but one.</summary>
    private Type[] ReadUntilClosed(bool orComma = false)
    {
        Type[] types = [];
        for (int count = 0; Current is not ("" or ")" or "]" or "}") && !(orComma && Current == ","); count++)
        {
            Type[] operand = ReadOperand();
            types = count == 0 ? operand : [];
        }

        return types;
    }

    private Type[] ReadOperand()
    {
        string token = Take();
        switch (token)
        {
            case "await" when Current is not ("foreach" or "using"):
                return [.. ReadOperand().Select(MemberLookup.Awaited).OfType<Type>().Distinct()];

            case "new" when Current == "[":
                ReadBrackets();
                ReadBrackets();
                return ReadMembers([typeof(IEnumerable<>)], "an array");

            case "new":
                Type[] created = ReadType();
                if (Current == "(")
                {
                    CheckConstructors(created, ReadArguments());
                }

                return ReadMembers(created, "an object");

            case "(" or "[" or "{":
                _next--;
                return ReadMembers(ReadBrackets(), "an expression");
        }

        if (token.EndsWith('"'))
        {
            return ReadMembers([typeof(string)], "a string");
        }

        if (!IsName(token))
        {
            return [];
        }

        if (KnownTypes.Keyword(token) is { } keyword)
        {
            _found.Add(token);
            return ReadMembers([keyword], token);
        }

        if (s_variables.TryGetValue(token, out string[]? names) && Current != ":")
        {
            return ReadMembers([.. names.Select(KnownTypes.Exactly)], token);
        }

        if (char.IsUpper(token[0]))
        {
            return ReadNamed(token);
        }

        if (Current == ".")
        {
            _problems.Add($"nobody says what '{token}' is");
        }

        return ReadMembers([], token);
    }

    /// <summary>Reads what begins with a capital letter: a namespace, a type, or a member whose type is said elsewhere.</summary>
    private Type[] ReadNamed(string token)
    {
        int start = --_next;
        Type[] types = ReadType();
        if (types is [] && Current == "(" && KnownTypes.Named(token + "Attribute", 0) is [_, ..] attributes)
        {
            CheckConstructors(attributes, ReadArguments());
            return [];
        }

        return ReadMembers(types, string.Concat(_tokens[start.._next]));
    }

    private Type[] ReadType()
    {
        string name = Take();
        if (name == "(")
        {
            _next--;
            ReadTypeList(")");
            return [];
        }

        if (KnownTypes.Keyword(name) is { } keyword)
        {
            ReadRank();
            return [keyword];
        }

        string space = "";
        while (KnownTypes.IsNamespace(space + name) && Current == "." && IsName(At(1)))
        {
            space += name + ".";
            _next++;
            name = Take();
        }

        if (space.Length > 0 && KnownTypes.IsNamespace(space + name))
        {
            _found.Add(space + name);
            return [];
        }

        int arity = Current == "<" ? ReadTypeList(">") : 0;
        ReadRank();
        Type[] types = [.. KnownTypes.Named(name, arity).Where(type => space == "" || type.Namespace + "." == space)];
        if (types is [_, ..] || (space == "" && Current != "." && !IsTypeParameter(name) && KnownTypes.HasMember(name)) || KnownTypes.Named(name + "Attribute", 0) is [_, ..])
        {
            _found.Add(space + name);
        }
        else if (!IsTypeParameter(name) && !s_readersOwn.Contains(name))
        {
            _problems.Add($"there is no {space}{name}{(arity == 0 ? "" : $" with {arity} type arguments")}");
        }

        return types;
    }

    /// <summary>Reads the types between brackets, and counts them.</summary>
    private int ReadTypeList(string end)
    {
        int count = 0;
        while (Current is not "" && Current != end)
        {
            _next++; // the bracket, or the comma
            ReadType();
            count++;
        }

        _next++;
        return count;
    }

    private void ReadRank()
    {
        while (Current == "[" && At(1) == "]")
        {
            _next += 2;
        }
    }

    private Type[] ReadMembers(Type[] types, string of)
    {
        while (true)
        {
            if (Current == "." && IsName(At(1)))
            {
                _next++;
                string name = Take();
                types = ReadMember(types, of, name);
                of = $"{of}.{name}";
            }
            else if (Current == "(")
            {
                ReadArguments();
                types = [];
            }
            else if (Current == "[")
            {
                ReadBrackets();
                types = [];
            }
            else if (Current == "!" && At(1) is "." or "," or ")")
            {
                _next++;
            }
            else
            {
                return types;
            }
        }
    }

    private Type[] ReadMember(Type[] types, string of, string name)
    {
        if (Current == "<")
        {
            ReadTypeList(">");
        }

        CallArguments? arguments = Current == "(" ? ReadArguments() : null;
        Type[] known = [.. types.Where(type => !type.IsGenericParameter)];
        if (known is [])
        {
            return [];
        }

        (MemberInfo Member, int Receivers)[] members = [.. known.SelectMany(type => MemberLookup.Find(type, name))];
        if (members is [])
        {
            _problems.Add($"{of} has no {name}");
            return [];
        }

        if (arguments is not null)
        {
            members = [.. members.Where(each => each.Member is MethodBase method && MemberLookup.Takes(method, each.Receivers, arguments))];
            if (members is [])
            {
                _problems.Add($"{of}.{name} takes no such arguments");
                return [];
            }
        }

        _found.Add($"{of}.{name}");
        return [.. members.Select(each => TypeOf(each.Member, isCalled: arguments is not null)).OfType<Type>().Distinct()];
    }

    private static Type? TypeOf(MemberInfo member, bool isCalled) => member switch
    {
        MethodInfo method => isCalled ? method.ReturnType : null,
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        Type type => type,
        _ => null,
    };

    private void CheckConstructors(Type[] types, CallArguments arguments)
    {
        if (types is [_, ..] && !types.SelectMany(type => type.GetConstructors()).Any(constructor => MemberLookup.Takes(constructor, 0, arguments)))
        {
            _problems.Add($"no constructor of {types[0].Name} takes such arguments");
        }
    }

    private CallArguments ReadArguments()
    {
        int count = 0;
        List<string> names = [];
        bool isAnything = false;
        _next++;
        while (Current is not ("" or ")"))
        {
            if (At(1) == ":")
            {
                names.Add(Take());
                _next++;
            }

            isAnything |= Current == Anything;
            count++;
            ReadUntilClosed(orComma: true);
            if (Current is not (")" or ""))
            {
                _next++;
            }
        }

        _next++;
        return new CallArguments(count, names, isAnything);
    }

    private Type[] ReadBrackets()
    {
        _next++;
        Type[] types = ReadUntilClosed();
        _next++;
        return types;
    }

    private static bool IsName(string token) => token.Length > 0 && (char.IsLetter(token[0]) || token[0] == '_');

    private static bool IsTypeParameter(string name) => name == "T" || (name.Length > 1 && name[0] == 'T' && char.IsUpper(name[1]));

    [GeneratedRegex("""@"[^"]*"|\$?"(?:[^"\\]|\\.)*"|\w+|=>|…|\S""")]
    private static partial Regex Token();
}
