using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>The names of what is emitted for one handler, so that the parts that share a field or method agree.</summary>
internal sealed class HandlerNames
{
    private readonly Dictionary<BoundValueModel, string> _bound = [];
    private readonly Dictionary<string, string> _readers = [];
    private readonly Dictionary<string, string> _writers = [];
    private readonly Dictionary<MessageMethodModel, string> _callers = [];
    private readonly Dictionary<MessageMethodModel, string> _admitted = [];
    private readonly List<MessageMethodModel> _authorized = [];

    public HandlerNames(HandlerModel handler)
    {
        var sessionNames = new UniqueNames("_dispatcher", "_handler");
        var dispatcherNames = new UniqueNames("Dispatcher", "CreateSession");
        foreach (var method in handler.Methods.All)
        {
            foreach (var argument in method.Arguments)
            {
                if (argument.Bound is { } bound && !_bound.ContainsKey(bound))
                {
                    _bound.Add(bound, sessionNames.Get("_" + CSharpIdentifier.FromText(bound.Key)));
                }

                if (argument.Payload?.Json is { } read && !_readers.ContainsKey(read.Type))
                {
                    _readers.Add(read.Type, dispatcherNames.Get(read.Identifier + "Reader"));
                }
            }

            if (method.Return.Json is { } written && !_writers.ContainsKey(written.Type))
            {
                _writers.Add(written.Type, dispatcherNames.Get(written.Identifier + "Writer"));
            }
        }

        var callerNames = new UniqueNames();
        foreach (var message in handler.Methods.Messages)
        {
            _callers.Add(message, callerNames.Get("Handle_" + message.Method.Name));
            if (message.Method.Authorization is not null)
            {
                _admitted.Add(message, callerNames.Get("Admitted_" + message.Method.Name));
                _authorized.Add(message);
            }
        }
    }

    public IEnumerable<KeyValuePair<BoundValueModel, string>> Bound => _bound;

    public IEnumerable<KeyValuePair<string, string>> Readers => _readers;

    public IEnumerable<KeyValuePair<string, string>> Writers => _writers;

    /// <summary>The message methods that not everybody may send to, in the order of the definition.</summary>
    public IReadOnlyList<MessageMethodModel> Authorized => _authorized;

    /// <summary>Whether there is JSON metadata to hold.</summary>
    public bool HasJson => _readers.Count + _writers.Count > 0;

    /// <summary>The session's field for a value of the handshake.</summary>
    public string Field(BoundValueModel value) => _bound[value];

    /// <summary>The dispatcher's field that reads a payload.</summary>
    public string Reader(JsonTypeModel type) => "_dispatcher." + _readers[type.Type];

    /// <summary>The dispatcher's field that writes a reply.</summary>
    public string Writer(JsonTypeModel type) => "_dispatcher." + _writers[type.Type];

    /// <summary>The session's method that calls a message method.</summary>
    public string Caller(MessageMethodModel message) => _callers[message];

    /// <summary>The session's method that calls it once the user is known to be one who may.</summary>
    public string Admitted(MessageMethodModel message) => _admitted[message];

    /// <summary>The place of such a method in the definition.</summary>
    public int AuthorizedIndex(MessageMethodModel message) => _authorized.IndexOf(message);
}
