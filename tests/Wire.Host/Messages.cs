using System.Text.Json.Serialization;

namespace WebSockets.Wire.Host;

[Message]
internal sealed record Add(int A, int B);

[Message]
internal sealed record Sum(int Value);

[Message]
internal sealed record Count(int To);

[Message]
internal readonly record struct Number(int Value);

[Message("said")]
internal sealed record Said(string From, string Text);

/// <summary>A type without a name, and so without an envelope.</summary>
internal sealed record Plain(string Text);

[Message("nested")]
internal sealed record Nested(Plain[] Items, Dictionary<string, int?> Numbers, DateTimeOffset At, Color Color);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "shape")]
[JsonDerivedType(typeof(Square), "square")]
[JsonDerivedType(typeof(Circle), "circle")]
internal abstract record Shape;

internal sealed record Square(double Side) : Shape;

internal sealed record Circle(double Radius) : Shape;

[Message("bound")]
internal sealed record BoundValues(string Path, string? Topic, int[] Several, string? Language, string Services, string Request);

[Message("scopes")]
internal sealed record Scopes(int OfConnection, int OfMessage, bool IsSame);

/// <summary>What the app's JSON options are given.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(Sum))]
[JsonSerializable(typeof(Count))]
[JsonSerializable(typeof(Number))]
[JsonSerializable(typeof(Number[]))]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(Plain))]
[JsonSerializable(typeof(Nested))]
[JsonSerializable(typeof(Shape))]
[JsonSerializable(typeof(BoundValues))]
[JsonSerializable(typeof(Scopes))]
[JsonSerializable(typeof(Multiply))]
[JsonSerializable(typeof(Product))]
[JsonSerializable(typeof(Depth))]
[JsonSerializable(typeof(Box<Box<int>>), TypeInfoPropertyName = "BoxOfBox")]
[JsonSerializable(typeof(Names.Inner))]
[JsonSerializable(typeof(Animal))]
[JsonSerializable(typeof(Dog))]
[JsonSerializable(typeof(Uri))]
internal sealed partial class AppJson : JsonSerializerContext;

/// <summary>What one handler names as its own.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseUpper)]
[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(Sum))]
internal sealed partial class OwnJson : JsonSerializerContext;
