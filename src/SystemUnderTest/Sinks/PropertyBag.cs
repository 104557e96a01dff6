namespace SmtpGate.Sinks;

/// <summary>
/// What sinks tell one another during a session: values by number and type. A sink that hears two events is not asked to
/// remember the first: it may be another instance, or another sink.
/// </summary>
/// <remarks>Numbers below 100 are the gateway's (<see cref="SessionProperty"/>). Not for two threads at once.</remarks>
public sealed class PropertyBag
{
    // Most sessions put nothing into it.
    private Dictionary<uint, object>? _values;

    public void PutBool(uint id, bool value) => Put(id, value);

    public void PutDword(uint id, uint value) => Put(id, value);

    public void PutString(uint id, string value) => Put(id, value);

    /// <summary>Octets, which are copied.</summary>
    public void PutProperty(uint id, ReadOnlySpan<byte> value) => Put(id, value.ToArray());

    /// <exception cref="PropertyNotSetException">Nobody put anything there.</exception>
    /// <exception cref="PropertyTypeException">What is there has another type.</exception>
    public bool GetBool(uint id) => Get<bool>(id);

    /// <inheritdoc cref="GetBool"/>
    public uint GetDword(uint id) => Get<uint>(id);

    /// <inheritdoc cref="GetBool"/>
    public string GetString(uint id) => Get<string>(id);

    /// <inheritdoc cref="GetBool"/>
    public byte[] GetProperty(uint id) => [.. Get<byte[]>(id)];

    /// <summary>The default where nobody put anything there.</summary>
    /// <exception cref="PropertyTypeException">What is there has another type.</exception>
    public T? Find<T>(uint id) => _values is not null && _values.ContainsKey(id) ? Get<T>(id) : default;

    public void Clear() => _values = null;

    private void Put(uint id, object value) => (_values ??= [])[id] = value;

    private T Get<T>(uint id) => _values?.GetValueOrDefault(id) switch
    {
        null => throw new PropertyNotSetException(id),
        T value => value,
        var other => throw new PropertyTypeException(id, other.GetType(), typeof(T)),
    };
}

/// <summary>The numbers that the gateway and its own sinks use.</summary>
public static class SessionProperty
{
    /// <summary>Bool: the client has shown who it is. Its number is that of the best-known AUTH sink for IIS.</summary>
    public const uint Authenticated = 7;

    /// <summary>String: as whom.</summary>
    public const uint UserName = 8;

    /// <summary>String: by which mechanism.</summary>
    public const uint Mechanism = 9;
}

/// <summary>A property that nobody has set.</summary>
public sealed class PropertyNotSetException(uint id) : Exception($"session property {id} was never set")
{
    public uint Id { get; } = id;
}

/// <summary>A property that was set with another type.</summary>
public sealed class PropertyTypeException(uint id, Type there, Type asked)
    : Exception($"session property {id} holds {there.Name}, not {asked.Name}")
{
    public uint Id { get; } = id;
}
