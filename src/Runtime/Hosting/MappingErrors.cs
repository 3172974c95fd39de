using Microsoft.Extensions.Options;

namespace WebSockets.Hosting;

/// <summary>Gathers what is wrong with the handlers of an assembly while they are mapped, so that one start shows all of it.</summary>
internal sealed class MappingErrors
{
    private readonly List<OptionsValidationException> _options = [];
    private readonly List<MissingTypesException> _types = [];

    /// <summary>Maps one handler. Errors of the kinds that are gathered are kept for <see cref="Throw"/>.</summary>
    public void Try(Action map)
    {
        try
        {
            map();
        }
        catch (OptionsValidationException e)
        {
            _options.Add(e);
        }
        catch (MissingTypesException e)
        {
            _types.Add(e);
        }
    }

    /// <summary>Throws what was gathered, if anything was: bad options first, for they decide which JSON options are used.</summary>
    public void Throw()
    {
        if (_options.Count > 0)
        {
            var names = string.Join(", ", _options.Select(error => error.OptionsName));
            throw new OptionsValidationException(names, typeof(WebSocketHandlerOptions), _options.SelectMany(error => error.Failures).Distinct());
        }

        if (_types.Count > 0)
        {
            throw MissingTypesException.Join(_types);
        }
    }
}
